// What an outage costs by how long it lasts.

import { short, usd, weeks } from "../lib/format";
import { tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Outcome } from "../lib/types";

export function outageOption(curve: Outcome[], c: Colours): Option {
  return {
    grid: { left: 4, right: 18, top: 12, bottom: 4, containLabel: true },
    xAxis: valueAxis(c, { name: "weeks out", nameLocation: "end", nameGap: -44, nameTextStyle: { color: c.faint, fontSize: 11, verticalAlign: "bottom", padding: [0, 0, 6, 0] }, min: 0, splitLine: { show: false } }),
    yAxis: valueAxis(c, { min: 0, axisLabel: { color: c.faint, fontSize: 11, formatter: (v: number) => "$" + short(v) } }),
    tooltip: { trigger: "axis", formatter: ((list: { dataIndex: number }[]) => { const x = curve[list[0].dataIndex]; return tip(weeks(x.weeks_removed) + " out", [["output lost", usd(x.value_lost_usd), c.alarm], ["first line-down", x.first_line_down ?? "none"]]); }) as never },
    series: [{ type: "line", symbolSize: 7, lineStyle: { width: 2.2, color: c.alarm }, itemStyle: { color: c.alarm }, areaStyle: { color: c.alarm, opacity: 0.12 }, data: curve.map((x) => [x.weeks_removed, x.value_lost_usd]) }],
  };
}

export const outageSheet = (curve: Outcome[]): Sheet => ({
  columns: ["weeks_out", "value_lost_usd", "first_line_down", "end_use", "region", "weeks_to_recover"],
  rows: curve.map((x) => [x.weeks_removed, x.value_lost_usd, x.first_line_down ?? "", x.end_use ?? "", x.end_use_region ?? "", x.weeks_to_recover]),
});
