// Charts of the answer: which lines stop when, and who makes what where.

import { percent, shortDate, weekDates } from "../lib/format";
import { tip, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { HeatMap, Simulation } from "../lib/types";

type Name = (id: string) => string;

/** strips draws the costliest shortages as strips over the weeks. */
export function strips(run: Simulation, endUse: Name, narrow: boolean, c: Colours): Option {
  const dates = weekDates(run.start, run.weeks);
  const rows = run.unmet.map((u) => `${u.region}  ${endUse(u.end_use)}`);
  const data = run.unmet.flatMap((u, y) => u.share.map((v, w) => [w, y, v] as [number, number, number]).filter(([, , v]) => v > 0.001));
  const years = dates.map((d, i) => (i === 0 || d.slice(5, 7) !== dates[i - 1].slice(5, 7) ? d : ""));
  return {
    grid: { left: 4, right: 12, top: 6, bottom: 4, containLabel: true },
    xAxis: {
      type: "category", data: dates, axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } },
      axisLabel: { color: c.faint, fontSize: 11, interval: (i: number) => years[i] !== "" && Number(years[i].slice(5, 7)) % 3 === 1, formatter: (d: string) => (d.slice(5, 7) === "01" ? d.slice(0, 4) : new Date(d).toLocaleString("en-GB", { month: "short", timeZone: "UTC" })) },
    },
    yAxis: { type: "category", data: rows, inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: narrow ? 120 : 290, overflow: "truncate" } },
    visualMap: { type: "continuous", min: 0, max: Math.max(0.2, ...data.map((d) => d[2])), show: false, inRange: { color: [c.sunken, c.alarm] } },
    tooltip: { formatter: ((p: { value: [number, number, number] }) => tip(rows[p.value[1]], [["week of", shortDate(dates[p.value[0]])], ["demand unmet", percent(p.value[2]), c.alarm]])) as never },
    series: [{ type: "heatmap", data, progressive: 0, itemStyle: { borderWidth: 0 } }],
  };
}

export function stripSheet(run: Simulation): Sheet {
  const dates = weekDates(run.start, run.weeks);
  return { columns: ["week_of", ...run.unmet.map((u) => `${u.end_use}@${u.region}`)], rows: dates.map((d, w) => [d, ...run.unmet.map((u) => u.share[w])]) };
}

const COLUMNS = 9;

/** columnsOf is the regions that are shown, the rest taken together. */
export function columnsOf(heat: HeatMap): string[] {
  const sum = new Map<string, number>();
  for (const cell of heat.cells) sum.set(cell.region, Math.max(sum.get(cell.region) ?? 0, cell.share));
  return [...sum.entries()].sort((a, b) => b[1] - a[1]).slice(0, COLUMNS).map(([id]) => id);
}

/** heatOption draws who makes what share at which stage, with the line at 65 %. */
export function heatOption(heat: HeatMap, region: Name, c: Colours): Option {
  const shown = columnsOf(heat);
  const columns = [...shown, "others"];
  const stages = heat.stages.filter((s) => heat.cells.some((x) => x.stage === s && x.made_t_per_year > 0));
  const sum = new Map<string, number>();
  for (const x of heat.cells) {
    const key = `${x.stage}|${shown.includes(x.region) ? x.region : "others"}`;
    sum.set(key, (sum.get(key) ?? 0) + x.share);
  }
  const data = stages.flatMap((s, y) => columns.map((r, x) => {
    const v = sum.get(`${s}|${r}`) ?? 0;
    const over = r !== "others" && v >= heat.line_share;
    return {
      value: [x, y, v], itemStyle: over ? { borderColor: c.alarm, borderWidth: 2.5 } : { borderColor: c.surface, borderWidth: 1.5 },
      label: { show: v >= 0.005, formatter: `${over ? "▲ " : ""}${Math.round(100 * v)}`, color: v > 0.45 ? c.surface : c.ink, fontWeight: over ? 700 : 400, fontSize: 11 },
    };
  }));
  return {
    grid: { left: 4, right: 4, top: 6, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: columns, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, interval: 0, formatter: (id: string) => (id === "others" ? "other" : id) } },
    yAxis: { type: "category", data: stages, inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 12 } },
    visualMap: { type: "continuous", min: 0, max: 1, show: false, inRange: { color: c.heat } },
    tooltip: { formatter: ((p: { value: [number, number, number] }) => tip(`${stages[p.value[1]]}, ${columns[p.value[0]] === "others" ? "all other regions" : region(columns[p.value[0]])}`, [["share of world output", percent(p.value[2])]])) as never },
    series: [{ type: "heatmap", data }],
  };
}

export function heatSheet(heat: HeatMap): Sheet {
  return { columns: ["stage", "region", "made_t_per_year", "share"], rows: heat.cells.map((x) => [x.stage, x.region, x.made_t_per_year, x.share]) };
}
