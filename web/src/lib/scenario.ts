// Edits of a scenario by hand. An edit is a path into an event and a value, so
// that a link can carry it: mofcom-18/approval/0/share = "25 %". The path
// EVENT/shift moves all dates of an event by days, EVENT/off leaves it out, and
// EVENT/add holds an event of the user's own, as JSON.

import { addDays } from "./format";
import type { Document, Event, ScenarioView } from "./types";

export interface Edit {
  event: string;
  path: string;
  value: string;
}

export const editKey = (e: Edit) => `${e.event}/${e.path}`;

/** setEdit puts an edit in place of one of the same path; null takes it away. */
export function setEdit(edits: Edit[], event: string, path: string, value: string | null): Edit[] {
  const rest = edits.filter((e) => e.event !== event || e.path !== path);
  return value === null ? rest : [...rest, { event, path, value }];
}

/** parseEdit reads "event/path=value". */
export function parseEdit(text: string): Edit | null {
  const eq = text.indexOf("=");
  const slash = text.indexOf("/");
  if (eq < 0 || slash < 0 || slash > eq) return null;
  return { event: text.slice(0, slash), path: text.slice(slash + 1, eq), value: text.slice(eq + 1) };
}

export const writeEdit = (e: Edit) => `${editKey(e)}=${e.value}`;

/** added lists the events of the user's own. */
export function added(edits: Edit[]): Event[] {
  return edits.filter((e) => e.path === "add").flatMap((e) => {
    try {
      return [{ ...(JSON.parse(e.value) as Event), id: e.event }];
    } catch {
      return []; // a link that was cut off
    }
  });
}

/** originals are the events of the scenario and the user's own, before other edits. */
export const originals = (view: ScenarioView, edits: Edit[]): Event[] => [...view.events, ...added(edits)];

/** edited is the scenario with the edits made, its inherited events written out. */
export function edited(view: ScenarioView, edits: Edit[]): Document {
  const document: Document = structuredClone(view.document);
  delete document.extends;
  document.events = structuredClone(originals(view, edits))
    .filter((e) => !edits.some((x) => x.event === e.id && x.path === "off"))
    .map((e) => applyAll(e, edits.filter((x) => x.event === e.id)));
  return document;
}

function applyAll(event: Event, edits: Edit[]): Event {
  const together = event.approval?.[0]?.from === event.from; // the first approval share starts with the event
  for (const e of edits) if (e.path === "shift") shiftDates(event, Number(e.value));
  for (const e of edits) if (!["shift", "off", "add"].includes(e.path)) apply(event, e.path.split("/"), e.value);
  if (event.announced && event.announced > event.from) event.announced = event.from;
  if (together) event.approval![0].from = event.from;
  return event;
}

function shiftDates(node: unknown, days: number) {
  if (Array.isArray(node)) return node.forEach((n) => shiftDates(n, days));
  if (typeof node !== "object" || node === null) return;
  const map = node as Record<string, unknown>;
  for (const key of Object.keys(map)) {
    const v = map[key];
    if (typeof v === "string" && /^\d{4}-\d\d-\d\d$/.test(v)) map[key] = addDays(v, days);
    else shiftDates(v, days);
  }
}

function apply(node: Record<string, unknown>, path: string[], value: string) {
  const [key, ...rest] = path;
  if (rest.length > 0) {
    const next = node[key];
    if (typeof next === "object" && next !== null) apply(next as Record<string, unknown>, rest, value);
    return;
  }
  const old = node[key];
  if (typeof old === "object" && old !== null && "value" in old) {
    const map = old as Record<string, unknown>;
    map.value = value;
    widen(map, value);
    return;
  }
  node[key] = value;
  if (key === "share") widen(node, value);
}

/** widen keeps low <= value <= high, which the reader of scenarios demands. */
function widen(map: Record<string, unknown>, value: string) {
  const v = parseAmount(value).number;
  if (map.low !== undefined && parseAmount(map.low as string).number > v) map.low = value;
  if (map.high !== undefined && parseAmount(map.high as string).number < v) map.high = value;
}

export interface Amount {
  number: number;
  unit: string;
}

/** parseAmount reads "6 wk", "5 %" or a bare number. */
export function parseAmount(text: string | number): Amount {
  const m = /^\s*(-?[\d.]+(?:[eE][-+]?\d+)?)\s*(.*)$/.exec(String(text));
  return m ? { number: Number(m[1]), unit: m[2].trim() } : { number: NaN, unit: "" };
}

export const writeAmount = (a: Amount) => (a.unit ? `${Number(a.number.toPrecision(6))} ${a.unit}` : String(a.number));

/** A Control is one value of an event that a slider can move. */
export interface Control {
  path: string;
  label: string;
  amount: Amount;
  low?: number;
  high?: number;
  min: number;
  max: number;
  step: number;
}

const names: Record<string, string> = {
  delay: "Handling time", validity: "Validity", loss: "Severity (share lost)", rate: "Rate", recovery: "Recovery", factor: "Factor",
  volume: "Volume", period: "Period", capacity: "Capacity", permit: "Permit", build: "Construction", ramp: "Ramp", grant: "Grant",
  price: "Price", push: "Push", cover: "Cover wanted", share_above: "Share given back above",
};

/** controls lists what sliders can change in an event, as the scenario gives it. */
export function controls(event: Event): Control[] {
  const out: Control[] = [];
  for (const [list, label] of [["approval", "Approved"], ["general", "General licences"]] as const) {
    (event[list] ?? []).forEach((step, i) => {
      out.push(control(`${list}/${i}/share`, `${label} from ${step.from}`, step.share, step.low, step.high));
    });
  }
  for (const [key, value] of Object.entries(event)) {
    if (!(key in names)) continue;
    const map = typeof value === "object" && value !== null ? (value as Record<string, string>) : { value: value as string };
    if (map.value === undefined || Number.isNaN(parseAmount(map.value).number)) continue;
    out.push(control(key, names[key], map.value, map.low, map.high));
  }
  return out;
}

function control(path: string, label: string, value: string | number, low?: string | number, high?: string | number): Control {
  const amount = parseAmount(value);
  const bound = (v?: string | number) => (v === undefined ? undefined : parseAmount(v).number);
  const [min, max, step] = scale(amount, bound(high) ?? amount.number);
  return { path, label, amount, low: bound(low), high: bound(high), min, max, step };
}

function scale(a: Amount, high: number): [number, number, number] {
  if (a.unit === "%") return [0, Math.max(100, high), 1];
  if (a.unit === "wk") return [0, Math.max(52, Math.ceil(high * 1.5)), 1];
  const top = Math.max(Math.abs(high), Math.abs(a.number), 1e-9) * 2;
  return [0, top, Number((top / 100).toPrecision(1))];
}
