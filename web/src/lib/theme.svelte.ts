// Colours. The palettes are those of Okabe and Ito and of Paul Tol, which stay
// apart for the colour-blind; nothing is said by colour alone.

export type Mode = "light" | "dark";

const stored = (() => {
  try {
    return localStorage.getItem("theme") as Mode | null;
  } catch {
    return null;
  }
})();

const system = window.matchMedia("(prefers-color-scheme: dark)");
export const theme = $state({ chosen: stored as Mode | null, system: (system.matches ? "dark" : "light") as Mode });
system.addEventListener("change", () => (theme.system = system.matches ? "dark" : "light"));

export const mode = () => theme.chosen ?? theme.system;

export function toggleTheme() {
  theme.chosen = mode() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", theme.chosen);
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

export interface Colours {
  ink: string;
  soft: string;
  faint: string;
  line: string;
  surface: string;
  sunken: string;
  accent: string;
  alarm: string;
  warn: string;
  good: string;
  inside: string;
  outside: string;
  series: string[];
  rest: string;
  heat: [string, string, string];
}

const light: Colours = {
  ink: "#16222b", soft: "#4d5d68", faint: "#6b7a84", line: "#d9dfe3", surface: "#ffffff", sunken: "#f1f4f5",
  accent: "#0b5c73", alarm: "#b5401d", warn: "#8a6100", good: "#2c6e49", inside: "#b5401d", outside: "#0b5c73",
  series: ["#b5401d", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#882255", "#999933", "#44aa99", "#332288"],
  rest: "#a7b1b8", heat: ["#f4f6f7", "#7fb3c4", "#0b4a5e"],
};

const dark: Colours = {
  ink: "#e6edf1", soft: "#a9b8c2", faint: "#8798a3", line: "#2b3a44", surface: "#141d24", sunken: "#1b262e",
  accent: "#5cb8d3", alarm: "#f0845f", warn: "#e0b24a", good: "#6cc08f", inside: "#f0845f", outside: "#5cb8d3",
  series: ["#f0845f", "#4aa3df", "#f0b93a", "#33c79b", "#e29cc4", "#86cdf5", "#c8619a", "#c2c25a", "#6fd0bf", "#9a90e8"],
  rest: "#5c6c77", heat: ["#1b262e", "#2f7f97", "#b9e6f3"],
};

export const colours = (m: Mode = mode()): Colours => (m === "dark" ? dark : light);

/** palette gives things their colours in the order they are listed; the rest are grey. */
export function palette(ids: string[], c: Colours): (id: string) => string {
  const at = new Map(ids.map((id, i) => [id, i]));
  return (id) => {
    const i = at.get(id);
    return i !== undefined && i < c.series.length ? c.series[i] : c.rest;
  };
}
