// Fans: the middle half and nine tenths of many futures, and their median.

import { dayTime, figure, percent, short, shortDate, usd } from "../lib/format";
import { points, timeAxis, tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Ensemble, Fan } from "../lib/types";

export interface Course {
  dates: string[];
  fans: Fan[];
}

/** course picks one weekly series of an ensemble. */
export function course(e: Ensemble | null, series: string, of = "", region = ""): Course | null {
  const rows = (e?.weekly ?? []).filter((w) => w.series === series && (w.of ?? "") === of && (w.region ?? "") === region);
  return rows.length ? { dates: rows.map((r) => r.week_of), fans: rows.map((r) => r.value) } : null;
}

/** bands are the series of a fan, one area on another. */
export function bands(f: Course, colour: string, scale = 1): object[] {
  const times = Float64Array.from(f.dates, dayTime);
  const area = (name: string, values: number[], opacity: number) => ({
    name, type: "line", stack: "fan", showSymbol: false, symbol: "none", silent: true, z: 1, lineStyle: { width: 0 }, itemStyle: { color: colour }, areaStyle: opacity ? { color: colour, opacity } : undefined,
    ...points(times, values, scale), tooltip: { show: false },
  });
  return [
    area("_p5", f.fans.map((v) => v.p5), 0),
    area("_p25", f.fans.map((v) => v.p25 - v.p5), 0.14),
    area("_p75", f.fans.map((v) => v.p75 - v.p25), 0.28),
    area("_p95", f.fans.map((v) => v.p95 - v.p75), 0.14),
    { name: "median of futures", type: "line", showSymbol: false, symbol: "none", z: 2, lineStyle: { width: 1.6, color: colour, type: "dotted" }, itemStyle: { color: colour }, ...points(times, f.fans.map((v) => v.p50), scale) },
  ];
}

export function fanOption(f: Course, kind: "usd" | "count", c: Colours): Option {
  const write = kind === "usd" ? usd : figure;
  return {
    grid: { left: 4, right: 14, top: 10, bottom: 4, containLabel: true }, xAxis: timeAxis(c),
    yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => (kind === "usd" ? "$" : "") + short(v) } }),
    tooltip: {
      trigger: "axis",
      formatter: ((list: { dataIndex: number }[]) => {
        const i = list[0].dataIndex, v = f.fans[i];
        return tip("week of " + shortDate(f.dates[i]), [["median", write(v.p50), c.accent], ["middle half", `${write(v.p25)} to ${write(v.p75)}`], ["nine tenths", `${write(v.p5)} to ${write(v.p95)}`]]);
      }) as never,
    },
    series: bands(f, c.accent) as never,
  };
}

export const fanSheet = (f: Course): Sheet => ({ columns: ["week_of", "p5", "p25", "p50", "p75", "p95", "mean"], rows: f.fans.map((v, i) => [f.dates[i], v.p5, v.p25, v.p50, v.p75, v.p95, v.mean]) });

export const chance = (share: number) => (share >= 0.9995 ? "all" : percent(share));
