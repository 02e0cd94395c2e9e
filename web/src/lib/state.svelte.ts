// What the page shows, kept in the address so that a link reproduces it.

import { parseEdit, writeEdit, type Edit } from "./scenario";

export const views = ["overview", "scenario", "why", "compare", "plan", "firm", "data"] as const;
export type ViewName = (typeof views)[number];

export interface State {
  view: ViewName;
  scenario: string; // empty: the default of the dataset
  edits: Edit[];
  behaviour: "full" | "none";
  market: string; // COMMODITY@REGION
  use: string; // END_USE@REGION
  week: number; // asked about; -1 for the first line-down
  against: string; // scenario compared with; empty for this one without edits
  element: string;
  stage: string;
  q: string;
  table: string;
  facility: string;
  ask: string; // a question of the view Plan: {kind, ...options} as JSON
  run: string; // id of the run that answers it
  plan: string; // id of a company's workbook
  world: string; // "1": under the scenario instead of the plan's own disruptions
  bought: string; // options taken as bought, as JSON
  aim: string; // line-weeks that may be lost
}

const blank: State = {
  view: "overview", scenario: "", edits: [], behaviour: "full", market: "", use: "", week: -1, against: "", element: "", stage: "", q: "", table: "", facility: "", ask: "", run: "", plan: "", world: "", bought: "", aim: "",
};

/** short names of the parameters of the address */
const texts = { scenario: "s", market: "m", use: "u", against: "b", element: "el", stage: "st", q: "q", table: "t", facility: "f", ask: "o", run: "r", plan: "fp", world: "fw", bought: "fb", aim: "fa" } as const;

export function read(search: string): State {
  const p = new URLSearchParams(search);
  const s: State = { ...blank, edits: [] };
  const view = p.get("view") as ViewName;
  if (views.includes(view)) s.view = view;
  for (const [key, name] of Object.entries(texts)) (s as unknown as Record<string, string>)[key] = p.get(name) ?? "";
  s.edits = p.getAll("e").map(parseEdit).filter((e) => e !== null);
  if (p.get("behaviour") === "none") s.behaviour = "none";
  const week = Number(p.get("w") ?? -1);
  s.week = Number.isInteger(week) && week >= 0 ? week : -1;
  return s;
}

export function write(s: State): string {
  const p = new URLSearchParams();
  if (s.view !== "overview") p.set("view", s.view);
  for (const [key, name] of Object.entries(texts)) {
    const v = (s as unknown as Record<string, string>)[key];
    if (v) p.set(name, v);
  }
  for (const e of s.edits) p.append("e", writeEdit(e));
  if (s.behaviour === "none") p.set("behaviour", "none");
  if (s.week >= 0) p.set("w", String(s.week));
  const text = p.toString();
  return text ? "?" + text : location.pathname;
}

export const state: State = $state(read(location.search));

/** go changes the state; with push, the back button returns to what was. */
export function go(change: Partial<State>, push = false) {
  const moved = change.view !== undefined && change.view !== state.view;
  Object.assign(state, change);
  const url = write(state);
  if (push || moved) history.pushState(null, "", url);
  else later(() => history.replaceState(null, "", url));
  if (moved) window.scrollTo(0, 0);
}

// Browsers limit how often the address may change; a slider moves more often.
let timer = 0;
function later(f: () => void) {
  clearTimeout(timer);
  timer = window.setTimeout(f, 150);
}

/** link is the address of the state with a change. */
export const link = (change: Partial<State>) => write({ ...state, ...change });

window.addEventListener("popstate", () => Object.assign(state, read(location.search)));

/** pair splits A@B. */
export function pair(text: string): [string, string] {
  const at = text.lastIndexOf("@");
  return at < 0 ? ["", ""] : [text.slice(0, at), text.slice(at + 1)];
}
