// Charts of the explanation.

import { percent } from "../lib/format";
import { tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Explanation } from "../lib/types";

export function rootsOption(x: Explanation, words: (text: string) => string, c: Colours): Option {
  const roots = x.roots ?? [];
  return {
    grid: { left: 4, right: 48, top: 4, bottom: 4, containLabel: true },
    xAxis: valueAxis(c, { min: 0, max: 1, interval: 0.25, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => percent(v) } }),
    yAxis: { type: "category", data: roots.map((r) => words(r.text)), inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: c.soft, fontSize: 11, width: 190, overflow: "break", lineHeight: 13 } },
    tooltip: { formatter: ((p: { dataIndex: number }) => { const r = roots[p.dataIndex]; return tip(words(r.text), [["share", percent(r.share)], ["by the accounts", percent(r.booked_share)], ...(r.smaller_without === undefined ? [] : [["smaller without it", percent(r.smaller_without)] as [string, string]])]); }) as never },
    series: [{ type: "bar", barMaxWidth: 18, data: roots.map((r) => ({ value: r.share, itemStyle: { color: r.kind === "event" ? c.alarm : c.accent, borderRadius: 2 }, label: { show: true, position: "right" as const, formatter: percent(r.share), color: c.ink, fontSize: 11 } })) }],
  };
}

export const rootsSheet = (x: Explanation): Sheet => ({
  columns: ["root", "kind", "share", "booked_share", "smaller_without", "text"],
  rows: (x.roots ?? []).map((r) => [r.name, r.kind, r.share, r.booked_share, r.smaller_without ?? null, r.text]),
});
