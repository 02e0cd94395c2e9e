// Charts of weekly series of one market: cover, stock, supply and prices.

import { dayAt, daysBetween, dayTime, figure, percent, price, shortDate, short, weekDates, weekTimes, weeks } from "../lib/format";
import { bands, type Course } from "./fan";
import { hatch, points, timeAxis, tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { MarketSeries, PriceSeries, RecordTarget, Simulation } from "../lib/types";

type Point = [number, number];

// Fixed: to fit the labels of axes takes as long as to draw the lines.
const grid = { left: 46, right: 14, top: 40, bottom: 24, outerBoundsMode: "none" as const };

function legend(c: Colours, names: string[]) {
  return { data: names, top: 0, left: 0, itemWidth: 14, itemHeight: 8, itemGap: 12, textStyle: { color: c.soft, fontSize: 11 }, type: "scroll" as const, pageIconColor: c.soft, pageTextStyle: { color: c.soft }, pageIconSize: 10 };
}

/** moments are the events, by number, and the line-down, as vertical lines. */
function moments(run: Simulation, m: MarketSeries, c: Colours) {
  const lines: object[] = eventMarks(run).map(([from, number]) => ({
    xAxis: from, label: { show: number !== "", formatter: number, position: "end", color: c.faint, fontSize: 10, distance: 2 }, lineStyle: { color: c.faint, type: "dotted", width: 1 },
  }));
  const down = lineDown(run, m);
  if (down) {
    lines.push({
      xAxis: down, lineStyle: { color: c.alarm, type: "solid", width: 1.5 },
      label: { formatter: `line-down ${shortDate(down).replace(/ \d{4}$/, "")}`, position: "insideEnd", rotate: 0, align: "left", verticalAlign: "top", offset: [5, 2], padding: [2, 4], backgroundColor: c.surface, color: c.alarm, fontSize: 11, fontWeight: 600 },
    });
  }
  return { silent: true, symbol: "none", animation: false, data: lines };
}

const CLOSE = 0.04; // of the time line: marks nearer than this share a label

/** eventMarks lists when events begin, each with the numbers of those that begin about then. */
function eventMarks(run: Simulation): [string, string][] {
  const last = weekDates(run.start, run.weeks)[run.weeks - 1];
  const marks = run.events.map((e, i) => ({ from: e.from, number: String(i + 1) })).filter((e) => e.from >= run.start && e.from <= last).sort((a, b) => a.from.localeCompare(b.from));
  const out: [string, string][] = [];
  for (const { from, number } of marks) {
    const near = out.findLast(([, text]) => text !== "");
    if (near && daysBetween(near[0], from) < CLOSE * 7 * run.weeks) {
      near[1] += "," + number;
      if (near[0] !== from) out.push([from, ""]);
    } else out.push([from, number]);
  }
  return out;
}

/** lineDown is the day on which the first end use stops for lack of the market's goods. */
export function lineDown(run: Simulation, m: MarketSeries): string | null {
  return run.line_downs.find((d) => d.missing_commodity === m.commodity && d.region === m.region)?.date ?? null;
}

function axisTip(unit: (v: number) => string) {
  return {
    trigger: "axis" as const,
    axisPointer: { lineStyle: { width: 1 } },
    formatter: ((list: { value: Point; seriesName: string; color: string; axisValue: number }[]) => {
      const rows = list.filter((p) => Array.isArray(p.value) && Number.isFinite(p.value[1]) && !p.seriesName.startsWith("_"));
      return rows.length ? tip("week of " + shortDate(dayAt(rows[0].value[0])), rows.map((p) => [p.seriesName, unit(p.value[1]), typeof p.color === "string" ? p.color : undefined] as [string, string, string?])) : "";
    }) as never,
  };
}

export function coverOption(run: Simulation, m: MarketSeries, fan: Course | null, c: Colours): Option {
  const times = weekTimes(run.start, run.weeks);
  const flat = (v: number) => points(times.filter((_, i) => i === 0 || i === times.length - 1), [v, v]);
  const lead = m.lead_weeks;
  return {
    grid, legend: legend(c, ["with the events", "without", "normal", ...(lead ? ["time to replenish"] : []), ...(fan ? ["median of futures"] : [])]),
    xAxis: timeAxis(c), yAxis: valueAxis(c, { min: 0 }), tooltip: axisTip(weeks),
    series: [
      ...((fan ? bands(fan, c.accent) : []) as never[]),
      { name: "with the events", type: "line", symbol: "none", showSymbol: false, ...points(times, m.cover_weeks), lineStyle: { width: 2.2, color: c.accent }, itemStyle: { color: c.accent }, areaStyle: { color: c.accent, opacity: fan ? 0 : 0.1 }, markLine: moments(run, m, c) as never },
      { name: "without", type: "line", symbol: "none", showSymbol: false, ...points(times, m.baseline_cover_weeks), lineStyle: { width: 1.5, color: c.faint, type: "dashed" }, itemStyle: { color: c.faint } },
      { name: "normal", type: "line", symbol: "none", showSymbol: false, ...flat(m.normal_cover_weeks), lineStyle: { width: 1, color: c.faint, type: "dotted" }, itemStyle: { color: c.faint } },
      ...(lead ? [{ name: "time to replenish", type: "line" as const, symbol: "none", showSymbol: false, ...flat(lead), lineStyle: { width: 1.2, color: c.alarm, type: "dotted" as const }, itemStyle: { color: c.alarm } }] : []),
    ],
  };
}

export const coverSheet = (run: Simulation, m: MarketSeries): Sheet => ({
  columns: ["week_of", "cover_weeks", "baseline_cover_weeks", "normal_cover_weeks", "lead_weeks"],
  rows: weekDates(run.start, run.weeks).map((d, w) => [d, m.cover_weeks[w], m.baseline_cover_weeks[w], m.normal_cover_weeks, m.lead_weeks]),
});

export function stockOption(run: Simulation, m: MarketSeries, fan: Course | null, c: Colours): Option {
  const times = weekTimes(run.start, run.weeks);
  const names = ["in stock", "on its way", "in stock, without the events", ...(fan ? ["median of futures"] : [])];
  return {
    grid, legend: legend(c, names), xAxis: timeAxis(c), yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: short } }), tooltip: axisTip((v) => figure(v) + " t"),
    series: [
      ...((fan ? bands(fan, c.accent) : []) as never[]),
      { name: "in stock", type: "line", symbol: "none", showSymbol: false, ...points(times, m.stock_t), lineStyle: { width: 2.2, color: c.accent }, itemStyle: { color: c.accent }, areaStyle: { color: c.accent, opacity: fan ? 0 : 0.22 }, markLine: moments(run, m, c) as never },
      { name: "on its way", type: "line", symbol: "none", showSymbol: false, ...points(times, m.in_transit_t), lineStyle: { width: 1.6, color: c.warn }, itemStyle: { color: c.warn } },
      { name: "in stock, without the events", type: "line", symbol: "none", showSymbol: false, ...points(times, m.baseline_stock_t), lineStyle: { width: 1.5, color: c.faint, type: "dashed" }, itemStyle: { color: c.faint } },
    ],
  };
}

export const stockSheet = (run: Simulation, m: MarketSeries): Sheet => ({
  columns: ["week_of", "stock_t", "in_transit_t", "baseline_stock_t"],
  rows: weekDates(run.start, run.weeks).map((d, w) => [d, m.stock_t[w], m.in_transit_t[w], m.baseline_stock_t[w]]),
});

const kinds: Record<string, string> = { own: ", own make", trade: "", illicit: ", smuggled", stockpile: ", from stockpiles" };

/** layers splits what buyers want into where it came from and what was missing. */
function layers(m: MarketSeries, name: (id: string) => string) {
  const arrivals = m.supply.map((s) => ({ name: name(s.origin) + (kinds[s.kind] ?? ""), origin: s.origin, kind: s.kind, t: s.t }));
  const fromStock = m.want_t.map((w, i) => Math.max(0, w - m.unmet_t[i] - arrivals.reduce((sum, a) => sum + a.t[i], 0)));
  return { arrivals, fromStock };
}

export function supplyOption(run: Simulation, m: MarketSeries, name: (id: string) => string, colour: (id: string) => string, c: Colours): Option {
  const times = weekTimes(run.start, run.weeks);
  const { arrivals, fromStock } = layers(m, name);
  const area = (label: string, t: number[], fill: string, opacity = 0.75): object => ({ name: label, type: "line", stack: "supply", symbol: "none", showSymbol: false, ...points(times, t), lineStyle: { width: 0 }, itemStyle: { color: fill }, areaStyle: { color: fill, opacity } });
  return {
    grid, legend: legend(c, [...arrivals.map((a) => a.name), "from stock", "unmet demand", "wanted"]),
    xAxis: timeAxis(c), yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: short } }), tooltip: axisTip((v) => figure(v) + " t/wk"),
    series: [
      ...arrivals.map((a) => area(a.name, a.t, colour(a.origin), a.kind === "illicit" ? 0.35 : 0.75)),
      area("from stock", fromStock, c.rest, 0.35),
      { name: "unmet demand", type: "line", stack: "supply", symbol: "none", showSymbol: false, ...points(times, m.unmet_t), lineStyle: { width: 0 }, itemStyle: { color: c.surface, decal: hatch(c) }, areaStyle: { color: c.surface, opacity: 1 } } as object,
      { name: "wanted", type: "line", symbol: "none", showSymbol: false, ...points(times, m.want_t), lineStyle: { width: 1.6, color: c.ink }, itemStyle: { color: c.ink }, markLine: moments(run, m, c) },
    ] as never,
  };
}

export function supplySheet(run: Simulation, m: MarketSeries): Sheet {
  const { arrivals, fromStock } = layers(m, (id) => id);
  return {
    columns: ["week_of", "wanted_t", ...arrivals.map((a) => `from_${a.origin}_${a.kind}_t`), "from_stock_t", "unmet_t"],
    rows: weekDates(run.start, run.weeks).map((d, w) => [d, m.want_t[w], ...arrivals.map((a) => a.t[w]), fromStock[w], m.unmet_t[w]]),
  };
}

/** observed lists the record of a commodity's price that falls into the run. */
export const observed = (run: Simulation, commodity: string): RecordTarget[] => run.record.filter((r) => r.price?.commodity === commodity);

export function priceOption(run: Simulation, m: MarketSeries, p: PriceSeries, fan: Course | null, name: (id: string) => string, c: Colours): Option {
  const times = weekTimes(run.start, run.weeks);
  const seen = observed(run, p.commodity);
  const top = Math.max(...(fan?.fans.map((f) => f.p95 * p.base_outside) ?? []), ...p.outside, ...p.inside, ...seen.map((r) => r.price!.high));
  const low = Math.min(...p.outside.filter((v) => v > 0), ...p.inside.filter((v) => v > 0));
  const log = top / low > 20;
  const inside = `inside ${name(p.inside_region)}`;
  return {
    grid, legend: legend(c, ["outside", inside, ...(fan ? ["median of futures"] : []), ...(seen.length ? ["observed"] : [])]),
    xAxis: timeAxis(c), yAxis: valueAxis(c, log ? { type: "log", min: Math.pow(10, Math.floor(Math.log10(low))), axisLabel: { color: c.faint, fontSize: 11, formatter: short } } : { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: short } }),
    tooltip: axisTip((v) => `${price(v)} ${p.unit}`),
    series: [
      ...((fan ? bands(fan, c.outside, p.base_outside) : []) as never[]),
      {
        name: "outside", type: "line", symbol: "none", showSymbol: false, ...points(times, p.outside), lineStyle: { width: 2.2, color: c.outside }, itemStyle: { color: c.outside }, markLine: moments(run, m, c) as never,
        markArea: { silent: true, itemStyle: { color: c.warn, opacity: 0.18, borderColor: c.warn, borderWidth: 1 }, data: seen.map((r) => [{ xAxis: r.at, yAxis: r.price!.low }, { xAxis: r.until, yAxis: r.price!.high }]) as never },
      },
      { name: inside, type: "line", symbol: "none", showSymbol: false, ...points(times, p.inside), lineStyle: { width: 1.8, color: c.inside, type: "dashed" }, itemStyle: { color: c.inside } },
      ...(seen.length ? [{ name: "observed", type: "scatter" as const, symbol: "diamond", symbolSize: 9, itemStyle: { color: c.warn }, data: seen.map((r) => [dayTime(r.at), r.price!.value] as Point) }] : []),
    ],
  };
}

export const priceSheet = (run: Simulation, p: PriceSeries): Sheet => ({
  columns: ["week_of", `outside (${p.unit})`, `inside ${p.inside_region} (${p.unit})`, "observed", "observed_low", "observed_high"],
  rows: weekDates(run.start, run.weeks).map((d, w) => {
    const r = observed(run, p.commodity).find((x) => x.at >= d && x.at < (weekDates(run.start, run.weeks)[w + 1] ?? "9999"));
    return [d, p.outside[w], p.inside[w], r?.price?.value ?? null, r?.price?.low ?? null, r?.price?.high ?? null];
  }),
});

export function unmetOption(run: Simulation, endUse: (id: string) => string, c: Colours): Option {
  const times = weekTimes(run.start, run.weeks);
  const shown = run.unmet.slice(0, 6);
  const names = shown.map((u) => `${u.region}  ${endUse(u.end_use)}`);
  const dash = ["solid", "dashed", "dotted"] as const;
  return {
    grid: { ...grid, top: 62 }, legend: { ...legend(c, names), type: "plain", textStyle: { color: c.soft, fontSize: 11, width: 150, overflow: "truncate" } }, xAxis: timeAxis(c),
    yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => percent(v) } }), tooltip: axisTip(percent),
    series: shown.map((u, i) => ({ name: names[i], type: "line" as const, symbol: "none", showSymbol: false, ...points(times, u.share), lineStyle: { width: 1.8, color: c.series[i], type: dash[i % 3] }, itemStyle: { color: c.series[i] } })),
  };
}

export const unmetSheet = (run: Simulation): Sheet => ({
  columns: ["week_of", ...run.unmet.map((u) => `${u.end_use}@${u.region}`)],
  rows: weekDates(run.start, run.weeks).map((d, w) => [d, ...run.unmet.map((u) => u.share[w])]),
});
