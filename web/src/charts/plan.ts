// Charts of a plan: cost against loss, and what each move saves.

import { short, usd } from "../lib/format";
import { tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { PlanResult } from "../lib/types";

const dollars = (c: Colours, extra = {}) => valueAxis(c, { axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => "$" + short(v), hideOverlap: true }, ...extra });

export function frontierOption(p: PlanResult, c: Colours): Option {
  const points = [...(p.frontier ?? [])].sort((a, b) => a.spent_usd - b.spent_usd);
  const line = (name: string, pick: (x: (typeof points)[0]) => number, color: string, type: "solid" | "dashed") => ({
    name, type: "line" as const, symbolSize: 6, lineStyle: { width: 2, color, type }, itemStyle: { color }, data: points.map((x) => [x.spent_usd, pick(x)]),
  });
  return {
    grid: { left: 4, right: 20, top: 36, bottom: 4, containLabel: true }, legend: { data: ["expected loss", "worst fifth", "chosen"], top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: c.soft, fontSize: 11 } },
    xAxis: dollars(c, { min: 0, splitLine: { show: false } }), yAxis: dollars(c, { min: 0 }),
    tooltip: { trigger: "axis", formatter: ((list: { seriesName: string; value: [number, number]; color: string }[]) => tip(`${usd(list[0].value[0])} spent`, list.map((x) => [x.seriesName, usd(x.value[1]), x.color]))) as never },
    series: [
      line("expected loss", (x) => x.expected_loss_usd, c.accent, "solid"),
      line("worst fifth", (x) => x.worst_fifth_usd, c.alarm, "dashed"),
      { name: "chosen", type: "scatter", symbol: "diamond", symbolSize: 14, itemStyle: { color: c.good }, data: [[p.spent_usd, p.loss_promised_usd]] },
    ],
  };
}

export const frontierSheet = (p: PlanResult): Sheet => ({
  columns: ["budget_usd", "spent_usd", "expected_loss_usd", "worst_fifth_usd", "lower_bound_usd", "saved_per_dollar"],
  rows: (p.frontier ?? []).map((x) => [x.budget_usd, x.spent_usd, x.expected_loss_usd, x.worst_fifth_usd, x.lower_bound_usd, x.saved_per_dollar]),
});

export function movesOption(p: PlanResult, c: Colours): Option {
  const moves = p.moves ?? [];
  const bar = (name: string, color: string, pick: (m: (typeof moves)[0]) => number) => ({ name, type: "bar" as const, barMaxWidth: 10, itemStyle: { color, borderRadius: 2 }, data: moves.map(pick) });
  return {
    grid: { left: 4, right: 24, top: 30, bottom: 4, containLabel: true }, legend: { data: ["saves", "costs"], top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: c.soft, fontSize: 11 } },
    xAxis: dollars(c), yAxis: { type: "category", inverse: true, data: moves.map((m) => m.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: 200, overflow: "truncate" } },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: ((list: { seriesName: string; value: number; color: string; name: string }[]) => tip(list[0].name, list.map((x) => [x.seriesName, usd(x.value), x.color]))) as never },
    series: [bar("saves", c.good, (m) => m.saves_usd), bar("costs", c.warn, (m) => m.cost_usd)],
  };
}

export const movesSheet = (p: PlanResult): Sheet => ({
  columns: ["move", "kind", "name", "amount", "unit", "cost_usd", "saves_usd", "ready"],
  rows: (p.moves ?? []).map((m) => [m.move, m.kind, m.name, m.amount, m.unit, m.cost_usd, m.saves_usd, m.ready]),
});
