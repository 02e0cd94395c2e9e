// How numbers and dates are written on the page. Files that are exported have
// the bare numbers.

const digits = (n: number) => new Intl.NumberFormat("en-GB", { maximumSignificantDigits: n });
const three = digits(3);
const four = digits(4);
const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 });

const scales: [number, string][] = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

/** figure writes a number with three significant digits, large ones in words. */
export function figure(v: number): string {
  if (!Number.isFinite(v)) return "–";
  for (const [scale, word] of scales) if (Math.abs(v) >= scale) return `${three.format(v / scale)} ${word}`;
  return Math.abs(v) >= 1000 ? whole.format(Number(v.toPrecision(3))) : three.format(v);
}

/** short writes a number for an axis: 1.2k, 3.4M. */
export const short = (v: number) => compact.format(v);

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

/** kept remembers what a function made of its last arguments: all charts of a run ask for the same. */
function kept<T>(make: (start: string, count: number) => T): (start: string, count: number) => T {
  let key = "";
  let made: T;
  return (start, count) => {
    const now = start + count;
    if (key !== now) {
      made = make(start, count);
      key = now;
    }
    return made;
  };
}

/** weekDates lists the first days of the weeks of a run. */
export const weekDates = kept((start, count) => {
  const first = parseDay(start);
  return Array.from({ length: count }, (_, w) => isoDay(first + 7 * DAY * w));
});

/** dayTime is midnight of a day where the user is, as charts take a date in text. */
export function dayTime(day: string): number {
  const [y, m, d] = day.split("-").map(Number);
  return new Date(y, m - 1, d).getTime();
}

/** weekTimes are the same days as numbers, which charts need not read. */
export const weekTimes = kept((start, count) => Float64Array.from(weekDates(start, count), dayTime));

/** dayAt is the day of a time of the user's clock, as text. */
export function dayAt(time: number): string {
  const t = new Date(time);
  return isoDay(Date.UTC(t.getFullYear(), t.getMonth(), t.getDate()));
}

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const brief = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const longDate = (text: string) => long.format(parseDay(text.slice(0, 10)));
export const shortDate = (text: string) => brief.format(parseDay(text.slice(0, 10)));

export const plural = (n: number, one: string, many = one + "s") => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
