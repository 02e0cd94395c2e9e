// Charts of two scenarios side by side.

import { dayAt, short, shortDate, usd, weekDates, weekTimes } from "../lib/format";
import { points, timeAxis, tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Comparison } from "../lib/types";

const legend = (c: Colours) => ({ data: ["A", "B"], top: 0, left: 0, itemWidth: 16, itemHeight: 8, textStyle: { color: c.soft, fontSize: 11 } });
const dollars = (c: Colours, extra = {}) => valueAxis(c, { axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => "$" + short(v) }, ...extra });

export function lostOption(x: Comparison, c: Colours): Option {
  const line = (name: string, start: string, values: number[], color: string, type: "solid" | "dashed") => ({
    name, type: "line" as const, symbol: "none", showSymbol: false, lineStyle: { width: 2.2, color, type }, itemStyle: { color }, ...points(weekTimes(start, values.length), values),
  });
  return {
    grid: { left: 4, right: 14, top: 34, bottom: 4, containLabel: true }, legend: legend(c), xAxis: timeAxis(c), yAxis: dollars(c),
    tooltip: { trigger: "axis", formatter: ((list: { seriesName: string; value: [number, number]; color: string }[]) => tip("week of " + shortDate(dayAt(list[0].value[0])), list.map((p) => [p.seriesName, usd(p.value[1]), p.color]))) as never },
    series: [line("A", x.a.start, x.lost.a_usd, c.accent, "solid"), line("B", x.b.start, x.lost.b_usd, c.warn, "dashed")],
  };
}

export function lostSheet(x: Comparison): Sheet {
  const count = Math.max(x.lost.a_usd.length, x.lost.b_usd.length);
  return { columns: ["week_of_a", "a_usd", "week_of_b", "b_usd"], rows: weekDates(x.a.start, count).map((d, w) => [d, x.lost.a_usd[w] ?? null, weekDates(x.b.start, count)[w], x.lost.b_usd[w] ?? null]) };
}

const differing = (x: Comparison) => [...(x.shortages ?? [])].sort((p, q) => Math.abs(q.a_value_lost_usd - q.b_value_lost_usd) - Math.abs(p.a_value_lost_usd - p.b_value_lost_usd));

export function lossesOption(x: Comparison, endUse: (id: string) => string, c: Colours): Option {
  const rows = differing(x).slice(0, 8);
  const bar = (name: string, color: string, pick: (s: (typeof rows)[0]) => number) => ({ name, type: "bar" as const, barMaxWidth: 9, itemStyle: { color, borderRadius: 2 }, data: rows.map(pick) });
  return {
    grid: { left: 4, right: 20, top: 30, bottom: 4, containLabel: true }, legend: legend(c), xAxis: dollars(c, { min: 0 }),
    yAxis: { type: "category", inverse: true, data: rows.map((s) => `${s.region}  ${endUse(s.end_use)}`), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: 290, overflow: "truncate" } },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: ((list: { seriesName: string; value: number; color: string; name: string }[]) => tip(list[0].name, list.map((p) => [p.seriesName, usd(p.value), p.color]))) as never },
    series: [bar("A", c.accent, (s) => s.a_value_lost_usd), bar("B", c.warn, (s) => s.b_value_lost_usd)],
  };
}

export const lossesSheet = (x: Comparison): Sheet => ({ columns: ["end_use", "region", "a_value_lost_usd", "b_value_lost_usd"], rows: differing(x).map((s) => [s.end_use, s.region, s.a_value_lost_usd, s.b_value_lost_usd]) });
