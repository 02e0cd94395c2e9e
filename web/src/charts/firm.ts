// Charts of a company's own plan.

import { addDays, figure, shortDate, short, usd, weeks } from "../lib/format";
import { timeAxis, tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { FirmChoice, FirmLine, FirmPart, FirmUnknown } from "../lib/types";

const rowAxis = (c: Colours, data: string[], width = 180) => ({
  type: "category" as const, data, inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width, overflow: "truncate" as const },
});

/** span draws a bar between two dates on row i. */
function span(name: string, data: (string | number | null)[][], height: number, colour: string, opacity: number) {
  return {
    type: "custom" as const, name, data: data.filter((d) => d[0] && d[1]), encode: { x: [0, 1], y: 2 }, z: 1,
    renderItem: ((_: unknown, api: { value: (i: number) => number; coord: (p: number[]) => number[] }) => {
      const [x0, y] = api.coord([api.value(0), api.value(2)]);
      const [x1] = api.coord([api.value(1), api.value(2)]);
      return { type: "rect", shape: { x: x0, y: y - height / 2, width: Math.max(2, x1 - x0), height, r: 2 }, style: { fill: colour, opacity } };
    }) as never,
  };
}

export function downOption(lines: FirmLine[], from: string, horizon: number, c: Colours): Option {
  const start = from.slice(0, 10);
  const end = addDays(start, Math.round(7 * horizon));
  return {
    grid: { left: 4, right: 70, top: 6, bottom: 4, containLabel: true },
    xAxis: timeAxis(c, { min: start, max: end }), yAxis: rowAxis(c, lines.map((l) => l.line)),
    tooltip: {
      trigger: "item",
      formatter: ((p: { dataIndex: number; seriesName: string; data: { line?: number } }) => {
        const l = lines[p.data.line ?? p.dataIndex];
        return l ? tip(l.line, [["central", l.down.p50 ? shortDate(l.down.p50) : "no stop"], ["one in ten earlier", l.down.p10 ? shortDate(l.down.p10) : "–"], ["one in ten later", l.down.p90 ? shortDate(l.down.p90) : "–"], ["missing", l.missing || "–"]]) : "";
      }) as never,
    },
    series: [
      span("runs", lines.map((l, i) => [start, l.down.p50 ?? end, i]), 20, c.accent, 0.16),
      span("stands still", lines.map((l, i) => [l.down.p50, l.down.p50 ? end : null, i]), 20, c.alarm, 0.12),
      span("all at their ends", lines.map((l, i) => [l.down.earliest, l.down.latest ?? (l.down.earliest ? end : null), i]), 3, c.alarm, 0.5),
      span("one in ten", lines.map((l, i) => [l.down.p10, l.down.p90 ?? (l.down.p10 ? end : null), i]), 12, c.alarm, 0.35),
      {
        type: "scatter", name: "central", symbol: "diamond", symbolSize: 13, z: 3, itemStyle: { color: c.alarm },
        data: lines.map((l, i) => ({ value: [l.down.p50 ?? end, i], line: i, symbolSize: l.down.p50 ? 13 : 0, label: { show: true, position: "right", formatter: l.down.p50 ? shortDate(l.down.p50) : "no stop", color: l.down.p50 ? c.ink : c.soft, fontSize: 11 } })) as never,
      },
    ],
  };
}

export const downSheet = (lines: FirmLine[]): Sheet => ({
  columns: ["line", "product", "region", "missing", "earliest", "p10", "p50", "p90", "latest", "lost_units_p50", "lost_value_p50"],
  rows: lines.map((l) => [l.line, l.product, l.region, l.missing, l.down.earliest, l.down.p10, l.down.p50, l.down.p90, l.down.latest, l.lost.p50, l.lost_value.p50]),
});

export function burnOption(part: FirmPart, from: string, c: Colours): Option {
  const date = (week: number) => addDays(from.slice(0, 10), Math.round(7 * week));
  const down = part.runs_out.p50;
  return {
    grid: { left: 4, right: 14, top: 26, bottom: 4, containLabel: true }, xAxis: timeAxis(c), yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: short } }),
    tooltip: { trigger: "axis", formatter: ((list: { value: [string, number] }[]) => tip(shortDate(list[0].value[0]), [["stock", short(list[0].value[1]) + " " + part.unit, c.accent]])) as never },
    series: [{
      name: "stock", type: "line", symbol: "none", lineStyle: { width: 2.2, color: c.accent }, areaStyle: { color: c.accent, opacity: 0.2 }, data: (part.burn ?? []).map((b) => [date(b.week), b.stock]),
      markLine: { symbol: "none", silent: true, data: down ? [{ xAxis: down, lineStyle: { color: c.alarm, width: 1.5, type: "solid" as const }, label: { formatter: `runs out ${shortDate(down)}`, color: c.alarm, fontWeight: 600, fontSize: 11 } }] : [] } as never,
    }],
  };
}

export const burnSheet = (part: FirmPart, from: string): Sheet => ({
  columns: ["date", "week", `stock_${part.unit}`], rows: (part.burn ?? []).map((b) => [addDays(from.slice(0, 10), Math.round(7 * b.week)), b.week, b.stock]),
});

export function unknownOption(unknowns: FirmUnknown[], c: Colours): Option {
  const shown = unknowns.slice(0, 10);
  return {
    grid: { left: 4, right: 52, top: 4, bottom: 4, containLabel: true }, xAxis: valueAxis(c, { min: 0 }), yAxis: rowAxis(c, shown.map((u) => `${u.row}: ${u.column}`), 210),
    tooltip: { formatter: ((p: { dataIndex: number }) => { const u = shown[p.dataIndex]; return tip(u.ask || u.row, [["line", u.line], ["dates", `${shortDate(u.early)} to ${shortDate(u.late)}`], ["moves by", weeks(u.weeks)]]); }) as never },
    series: [{ type: "bar", barMaxWidth: 14, itemStyle: { color: c.accent, borderRadius: 2 }, data: shown.map((u) => ({ value: u.weeks, label: { show: true, position: "right" as const, formatter: weeks(u.weeks), color: c.soft, fontSize: 11 } })) }],
  };
}

export const unknownSheet = (unknowns: FirmUnknown[]): Sheet => ({
  columns: ["table", "row", "column", "low", "mid", "high", "line", "weeks", "early", "late", "ask"],
  rows: unknowns.map((u) => [u.table, u.row, u.column, u.value.low, u.value.mid, u.value.high, u.line, u.weeks, u.early, u.late, u.ask]),
});

/** choiceOption draws the cheapest sets of options by what they leave lost. */
export function choiceOption(x: FirmChoice, c: Colours): Option {
  const f = [...x.choice.frontier].sort((a, b) => a.cost - b.cost);
  return {
    grid: { left: 8, right: 24, top: 16, bottom: 24, containLabel: true },
    xAxis: valueAxis(c, { min: 0, name: "cost", nameLocation: "middle", nameGap: 26, nameTextStyle: { color: c.faint, fontSize: 11 }, splitLine: { show: false }, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => "$" + short(v), hideOverlap: true } }),
    yAxis: valueAxis(c, { min: 0 }),
    tooltip: { trigger: "axis", formatter: ((list: { dataIndex: number; seriesName: string }[]) => { const p = f[list.find((l) => l.seriesName === "sets")?.dataIndex ?? 0]; return tip(p.options.join(", ") || "nothing bought", [["cost", usd(p.cost)], ["line-weeks lost", figure(p.lost_weeks)], ["value lost", usd(p.lost_value)]]); }) as never },
    series: [
      { name: "sets", type: "line", step: "end", symbolSize: 7, lineStyle: { width: 2, color: c.accent }, itemStyle: { color: c.accent }, data: f.map((p) => [p.cost, p.lost_weeks]) },
      { name: "chosen", type: "scatter", symbol: "diamond", symbolSize: 14, itemStyle: { color: c.good }, data: [[x.choice.reckoned.cost, x.choice.reckoned.lost_weeks]] },
    ],
  };
}

export const choiceSheet = (x: FirmChoice): Sheet => ({
  columns: ["options", "cost", "cash", "lost_weeks", "lost_units", "lost_value", "first_line_down"],
  rows: x.choice.frontier.map((p) => [p.options.join("; "), p.cost, p.cash, p.lost_weeks, p.lost_units, p.lost_value, p.first_line_down.startsWith("0001") ? null : p.first_line_down.slice(0, 10)]),
});
