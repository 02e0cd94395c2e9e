// How numbers and dates are written on the page. Files that are exported have
// the bare numbers.

const digits = (n: number) => new Intl.NumberFormat("en-GB", { maximumSignificantDigits: n });
const three = digits(3);
const four = digits(4);

const scales: [number, string][] = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

/** figure writes a number with three significant digits, large ones in words. */
export function figure(v: number): string {
  if (!Number.isFinite(v)) return "–";
  for (const [scale, word] of scales) if (Math.abs(v) >= scale) return `${three.format(v / scale)} ${word}`;
  return Math.abs(v) >= 1000 ? new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(Number(v.toPrecision(3))) : three.format(v);
}

/** short writes a number for an axis: 1.2k, 3.4M. */
export function short(v: number): string {
  return new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 }).format(v);
}

export const usd = (v: number) => (v < 0 ? "−$" : "$") + figure(Math.abs(v));
export const price = (v: number) => four.format(v);

export function percent(v: number): string {
  const p = 100 * v;
  if (p > 0 && p < 1) return p < 0.1 ? "under 0.1 %" : `${p.toFixed(1)} %`;
  return `${Math.round(p)} %`;
}

export const weeks = (v: number) => (v >= 10 ? v.toFixed(0) : v.toFixed(1)) + " wk";

const DAY = 86_400_000;

export const parseDay = (text: string) => Date.parse(text + "T00:00:00Z");
export const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
export const addDays = (text: string, days: number) => isoDay(parseDay(text) + days * DAY);
export const daysBetween = (a: string, b: string) => Math.round((parseDay(b) - parseDay(a)) / DAY);

/** weekDates lists the first days of the weeks of a run. */
export function weekDates(start: string, count: number): string[] {
  const first = parseDay(start);
  return Array.from({ length: count }, (_, w) => isoDay(first + 7 * DAY * w));
}

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const brief = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const longDate = (text: string) => long.format(parseDay(text.slice(0, 10)));
export const shortDate = (text: string) => brief.format(parseDay(text.slice(0, 10)));

export const plural = (n: number, one: string, many = one + "s") => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
