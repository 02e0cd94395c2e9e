// Charts of a plan: cost against loss, and what each move saves.

import { short, usd } from "../lib/format";
import { tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { PlanResult, Requirements, Sought } from "../lib/types";

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
    xAxis: dollars(c), yAxis: { type: "category", inverse: true, data: moves.map((m) => m.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: 290, overflow: "truncate" } },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: ((list: { seriesName: string; value: number; color: string; name: string }[]) => tip(list[0].name, list.map((x) => [x.seriesName, usd(x.value), x.color]))) as never },
    series: [bar("saves", c.good, (m) => m.saves_usd), bar("costs", c.warn, (m) => m.cost_usd)],
  };
}

export const movesSheet = (p: PlanResult): Sheet => ({
  columns: ["move", "kind", "name", "amount", "unit", "cost_usd", "saves_usd", "ready"],
  rows: (p.moves ?? []).map((m) => [m.move, m.kind, m.name, m.amount, m.unit, m.cost_usd, m.saves_usd, m.ready]),
});

/** tiers of a requirement: what is held, bought within the budget, and left short. */
export function needsOption(needs: NonNullable<Requirements["needs"]>, name: (id: string) => string, c: Colours): Option {
  const bar = (label: string, color: string, pick: (n: (typeof needs)[0]) => number) => ({ name: label, type: "bar" as const, stack: "need", barMaxWidth: 14, itemStyle: { color }, data: needs.map(pick) });
  return {
    grid: { left: 4, right: 24, top: 30, bottom: 4, containLabel: true }, legend: { data: ["held", "bought", "left short"], top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: c.soft, fontSize: 11 } },
    xAxis: valueAxis(c, { axisLabel: { color: c.faint, fontSize: 11, formatter: short } }),
    yAxis: { type: "category", inverse: true, data: needs.map((n) => name(n.commodity)), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: 290, overflow: "truncate" } },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: ((list: { dataIndex: number }[]) => { const n = needs[list[0].dataIndex]; return tip(name(n.commodity), [["held", `${short(n.held_t)} ${n.unit}`, c.good], ["bought", `${short(n.bought_t)} ${n.unit}`, c.accent], ["left short", `${short(n.left_short_t)} ${n.unit}`, c.alarm], ["cost of all", usd(n.cost_usd)]]); }) as never },
    series: [bar("held", c.good, (n) => Math.min(n.held_t, n.shortfall_t)), bar("bought", c.accent, (n) => n.bought_t), bar("left short", c.alarm, (n) => n.left_short_t)],
  };
}

export const needsSheet = (needs: NonNullable<Requirements["needs"]>): Sheet => ({
  columns: ["commodity", "need_t_per_year", "share_bought_from_cut", "share_that_passed_cut", "shortfall_t", "held_t", "required_t", "cost_usd", "bought_t", "left_short_t"],
  rows: needs.map((n) => [n.commodity, n.need_t_per_year, n.share_bought_from_cut, n.share_that_passed_cut, n.shortfall_t, n.held_t, n.required_t, n.cost_usd, n.bought_t, n.left_short_t]),
});

/** soughtOption draws in how many members the goal is met for each value tried. */
export function soughtOption(x: Sought, c: Colours): Option {
  const tries = [...(x.tries ?? [])].sort((a, b) => a.value - b.value);
  return {
    grid: { left: 8, right: 24, top: 16, bottom: 22, containLabel: true },
    xAxis: valueAxis(c, { scale: true, name: x.unit, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: c.faint, fontSize: 11 }, splitLine: { show: false } }),
    yAxis: valueAxis(c, { min: 0, max: 1, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => `${Math.round(100 * v)} %` } }),
    tooltip: { trigger: "axis", formatter: ((list: { dataIndex: number }[]) => { const t = tries[list[0].dataIndex]; return tip(`${short(t.value)} ${x.unit}`, [["met in", `${Math.round(100 * t.share_of_members)} %`, c.accent], ["public money", usd(t.public_money_usd)]]); }) as never },
    series: [{
      name: "members that meet the goal", type: "line", symbolSize: 7, lineStyle: { width: 2, color: c.accent }, itemStyle: { color: c.accent }, data: tries.map((t) => [t.value, t.share_of_members]),
      markLine: { symbol: "none", silent: true, data: x.reached ? [{ xAxis: x.value, lineStyle: { color: c.good, width: 1.5, type: "solid" as const }, label: { formatter: short(x.value), color: c.good, fontWeight: 600, fontSize: 11 } }] : [] } as never,
    }],
  };
}

export const soughtSheet = (x: Sought): Sheet => ({
  columns: [`value (${x.unit})`, "share_of_members", "mean", "public_money_usd", "met"], rows: (x.tries ?? []).map((t) => [t.value, t.share_of_members, t.mean, t.public_money_usd, t.met ? "yes" : "no"]),
});
