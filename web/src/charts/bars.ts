// Charts of rows: the lowest cover of markets, and the record against the run.

import { figure, percent, weeks } from "../lib/format";
import { tip, valueAxis, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Cover, RecordTarget } from "../lib/types";

const rowAxis = (c: Colours, rows: string[], width = 200) => ({
  type: "category" as const, data: rows, inverse: true, axisTick: { show: false }, axisLine: { show: false },
  axisLabel: { color: c.soft, fontSize: 11, width, overflow: "truncate" as const },
});

export const isRed = (x: Cover) => x.lead_weeks > 0 && x.lowest_weeks < x.lead_weeks;

export function coversOption(covers: Cover[], name: (id: string) => string, c: Colours): Option {
  const rows = covers.map((x) => `${x.region}  ${name(x.commodity)}`);
  return {
    grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
    xAxis: valueAxis(c, { min: 0 }),
    yAxis: [rowAxis(c, rows, 250), { ...rowAxis(c, covers.map((x) => `${x.lowest_weeks.toFixed(1)}${isRed(x) ? " ▼" : ""}`), 60), position: "right", axisLabel: { color: c.soft, fontSize: 11 } }],
    tooltip: {
      trigger: "axis", axisPointer: { type: "none" },
      formatter: ((list: { dataIndex: number }[]) => {
        const x = covers[list[0].dataIndex];
        return tip(rows[list[0].dataIndex], [["lowest", weeks(x.lowest_weeks)], ["normal", weeks(x.normal_weeks)], ["to replenish", weeks(x.lead_weeks)], ["in week of", x.lowest_date], ["buyers run out", percent(x.buyers_run_out_share)]]);
      }) as never,
    },
    series: [
      {
        name: "lowest", type: "bar", barWidth: 10, z: 3,
        data: covers.map((x) => ({ value: x.lowest_weeks, itemStyle: { color: isRed(x) ? c.alarm : c.accent, borderRadius: 2 } })) as never,
      },
      { name: "normal", type: "bar", barGap: "-130%", barWidth: 16, z: 1, itemStyle: { color: c.rest, opacity: 0.3, borderRadius: 2 }, data: covers.map((x) => x.normal_weeks) },
      { name: "to replenish", type: "scatter", symbol: "rect", symbolSize: [2.5, 18], z: 4, itemStyle: { color: c.ink }, data: covers.map((x, i) => [x.lead_weeks || NaN, i]) },
    ],
  };
}

export const coversSheet = (covers: Cover[]): Sheet => ({
  columns: ["commodity", "region", "lowest_weeks", "normal_weeks", "lead_weeks", "lowest_date", "buyers_run_out_share"],
  rows: covers.map((x) => [x.commodity, x.region, x.lowest_weeks, x.normal_weeks, x.lead_weeks, x.lowest_date, x.buyers_run_out_share]),
});

/** recordOption draws each figure of the record as a band with what was observed and what the run gave. */
export function recordOption(record: RecordTarget[], c: Colours): Option {
  const rows = record.map((r) => r.what);
  const values = record.flatMap((r) => [r.low, r.high, r.simulated, r.observed]).filter((v) => v > 0);
  const log = values.length > 0 && Math.max(...values) / Math.min(...values) > 15;
  return {
    grid: { left: 4, right: 20, top: 30, bottom: 4, containLabel: true },
    legend: { data: ["observed", "this run"], top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: c.soft, fontSize: 11 } },
    xAxis: valueAxis(c, log ? { type: "log" } : { min: 0 }), yAxis: rowAxis(c, rows, 260),
    tooltip: { trigger: "axis", axisPointer: { type: "none" }, formatter: ((list: { dataIndex: number }[]) => { const r = record[list[0].dataIndex]; return tip(r.what, [["observed", `${figure(r.observed)} (${figure(r.low)} to ${figure(r.high)})`, c.warn], ["this run", figure(r.simulated) + (r.in_band ? "" : ", outside"), r.in_band ? c.accent : c.alarm], ["role", r.role]]); }) as never },
    series: [
      {
        type: "custom", name: "band", data: record.map((r, i) => [r.low, r.high, i]), encode: { x: [0, 1], y: 2 }, z: 1,
        renderItem: ((_: unknown, api: { value: (i: number) => number; coord: (p: number[]) => number[] }) => {
          const [x0, y] = api.coord([api.value(0), api.value(2)]);
          const [x1] = api.coord([api.value(1), api.value(2)]);
          return { type: "rect", shape: { x: x0, y: y - 6, width: Math.max(2, x1 - x0), height: 12 }, style: { fill: c.warn, opacity: 0.25 } };
        }) as never,
      },
      { name: "observed", type: "scatter", symbol: "diamond", symbolSize: 11, itemStyle: { color: c.warn }, data: record.map((r, i) => [r.observed, i]) },
      { name: "this run", type: "scatter", symbolSize: 10, itemStyle: { color: c.accent }, data: record.map((r, i) => ({ value: [r.simulated, i], itemStyle: { color: r.in_band ? c.accent : c.alarm } })) },
    ],
  };
}

export const recordSheet = (record: RecordTarget[]): Sheet => ({
  columns: ["id", "what", "role", "at", "until", "observed", "low", "high", "simulated", "in_band", "source"],
  rows: record.map((r) => [r.id, r.what, r.role, r.at, r.until, r.observed, r.low, r.high, r.simulated, r.in_band ? "yes" : "no", r.source]),
});
