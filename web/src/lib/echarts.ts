// The parts of ECharts that the page uses, and what all charts have in common.
// Charts are drawn on canvas: the SVG renderer writes style attributes, which
// the page's policy forbids. Files are drawn as SVG, in memory.

import { BarChart, CustomChart, HeatmapChart, LineChart, LinesChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  GeoComponent, GraphicComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent,
  TooltipComponent, VisualMapContinuousComponent,
} from "echarts/components";
import * as core from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import type { Colours } from "./theme.svelte";

core.use([
  BarChart, CustomChart, HeatmapChart, LineChart, LinesChart, SankeyChart, ScatterChart,
  GeoComponent, GraphicComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent,
  TooltipComponent, VisualMapContinuousComponent, CanvasRenderer, SVGRenderer,
]);

export { core };
export type Option = EChartsOption;

/** points are the data of a line: pairs of a time and a value, in an array that is
 *  taken as it stands. A value that is missing is NaN. */
export function points(times: Float64Array, values: ArrayLike<number | null>, scale = 1): { dimensions: string[]; data: number[][] } {
  const data = new Float64Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    data[2 * i] = times[i];
    data[2 * i + 1] = (values[i] ?? NaN) * scale;
  }
  return { dimensions: ["time", "value"], data: data as unknown as number[][] }; // the types do not know of it
}

// Parts of a chart that stay from one drawing to the next, unless their kind changes.
const lasting = ["series", "visualMap", "legend", "xAxis", "yAxis", "grid"] as const;

/** named gives all lasting parts ids, by which charts know what is only to be changed. */
export function named(option: Option): Option {
  const out = { ...option } as Record<string, unknown>;
  for (const part of lasting) {
    const list = out[part];
    if (list === undefined) continue;
    const seen = new Map<string, number>();
    out[part] = (Array.isArray(list) ? list : [list]).map((x: { type?: string; name?: string; stack?: string }) => {
      const base = `${part} ${x.type ?? ""} ${part === "series" ? `${x.name ?? ""} ${x.stack ?? ""}` : ""}`;
      const n = seen.get(base) ?? 0;
      seen.set(base, n + 1);
      return { id: `${base} ${n}`, ...x };
    });
  }
  return out as Option;
}

/** draw gives a chart its option; what is not in it any more is taken away. */
export function draw(chart: core.EChartsType, option: Option) {
  chart.setOption(named(option), { replaceMerge: [...lasting], lazyUpdate: false });
}

// Single quotes: ECharts puts it into attributes of SVG as it stands.
export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** frame is what every chart starts from. */
export function frame(c: Colours): Option {
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: font, color: c.soft, fontSize: 12 },
    color: c.series,
    tooltip: {
      confine: true, transitionDuration: 0, backgroundColor: c.surface, borderColor: c.line, borderWidth: 1, padding: [8, 10],
      textStyle: { color: c.ink, fontFamily: font, fontSize: 12 }, extraCssText: "",
    },
  };
}

export function timeAxis(c: Colours, extra: object = {}) {
  return {
    type: "time" as const,
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    axisLabel: {
      color: c.faint, fontSize: 11, hideOverlap: true,
      formatter: { year: "{yyyy}", month: "{MMM}", day: "{d} {MMM}" },
    },
    splitLine: { show: false },
    ...extra,
  };
}

export function valueAxis(c: Colours, extra: object = {}) {
  return {
    type: "value" as const,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: c.faint, fontSize: 11 },
    splitLine: { lineStyle: { color: c.line, width: 1 } },
    splitNumber: 4,
    ...extra,
  };
}

/** hatch is the pattern of what is missing. */
export function hatch(c: Colours) {
  return {
    color: c.alarm, symbol: "rect" as const, dashArrayX: [1, 0] as [number, number], dashArrayY: [2, 4] as [number, number], rotation: -Math.PI / 4,
  };
}

/** tip builds the inside of a tooltip as elements: the policy forbids styles in HTML text. */
export function tip(title: string, rows: [string, string, string?][]): HTMLElement {
  const box = document.createElement("div");
  box.className = "tip";
  const head = box.appendChild(document.createElement("div"));
  head.className = "tip-title";
  head.textContent = title;
  for (const [name, value, colour] of rows) {
    const row = box.appendChild(document.createElement("div"));
    row.className = "tip-row";
    const mark = row.appendChild(document.createElement("i"));
    if (colour) mark.style.background = colour;
    else mark.className = "none";
    row.appendChild(document.createElement("span")).textContent = name;
    row.appendChild(document.createElement("b")).textContent = value;
  }
  return box;
}
