// The map: plants of a stage, the flows of its goods, and what of them was lost.

import type { Feature } from "geojson";
import { figure, percent, usd } from "../lib/format";
import { tip, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Facility, Model, Simulation } from "../lib/types";
import { projection } from "../lib/world";

export interface Flow {
  from: string;
  to: string;
  base: number;
  run: number;
}

/** flowsOf lists the flows of a stage's goods, the largest first, t a week. */
export function flowsOf(run: Simulation, stage: string): Flow[] {
  return run.lanes
    .filter((l) => l.stage === stage)
    .map((l) => ({ from: l.from, to: l.to, base: l.baseline_t_per_week, run: l.shipped_t_per_week }))
    .sort((a, b) => Math.max(b.base, b.run) - Math.max(a.base, a.run))
    .slice(0, 40);
}

export const plantsOf = (model: Model, stage: string): Facility[] =>
  model.facilities.filter((f) => f.stage === stage && f.lat !== undefined && f.lon !== undefined);

/** unplaced are the plants of which the data do not say where in their region they stand. */
export const unplacedOf = (model: Model, stage: string): Facility[] =>
  model.facilities.filter((f) => f.stage === stage && (f.lat === undefined || f.lon === undefined) && (f.capacity?.value ?? 0) > 0);

const lostShare = (f: Flow) => (f.base > 0 ? Math.max(0, 1 - f.run / f.base) : 0);
const working = (f: Facility) => f.status === "operating" || f.status === "ramp";

export function mapOption(model: Model, run: Simulation, stage: string, at: Map<string, [number, number]>, shapes: Map<string, Feature>, name: (id: string) => string, c: Colours): Option {
  const flows = flowsOf(run, stage).filter((f) => at.has(f.from) && at.has(f.to));
  const plants = plantsOf(model, stage);
  const most = Math.max(1e-9, ...flows.map((f) => Math.max(f.base, f.run)));
  const wide = (t: number) => 0.8 + 7 * Math.sqrt(t / most);
  const biggest = Math.max(1e-9, ...plants.map((p) => p.capacity?.value ?? 0));
  const lines = flows.map((f) => ({
    coords: [at.get(f.from)!, at.get(f.to)!], flow: f,
    lineStyle: { width: wide(Math.max(f.base, f.run)), color: lostShare(f) > 0.1 ? c.alarm : c.accent, opacity: 0.5, curveness: 0.22, type: lostShare(f) > 0.1 ? ("dashed" as const) : ("solid" as const) },
  }));
  const points = (list: Facility[], filled: boolean) => ({
    type: "scatter" as const, coordinateSystem: "geo" as const, z: 4,
    symbolSize: ((_: unknown, p: { data: { size: number } }) => p.data.size) as never,
    itemStyle: filled ? { color: c.ink, borderColor: c.surface, borderWidth: 1 } : { color: c.surface, borderColor: c.faint, borderWidth: 1.5 },
    data: list.map((f) => ({ name: f.name, value: [f.lon!, f.lat!], plant: f, size: 5 + 13 * Math.sqrt((f.capacity?.value ?? 0) / biggest) })),
  });
  return {
    geo: {
      map: "world", projection: projection as never, roam: true, scaleLimit: { min: 1, max: 12 }, silent: true, top: 4, bottom: 4, left: 4, right: 4,
      itemStyle: { areaColor: c.sunken, borderColor: c.line, borderWidth: 0.6 },
      regions: shade(model, run, shapes, c),
      emphasis: { disabled: true },
    } as never,
    tooltip: {
      formatter: ((p: { data: { flow?: Flow; plant?: Facility; nowhere?: Facility[] } }) => (p.data.nowhere ? nowhereTip(p.data.nowhere, name) : p.data.plant ? plantTip(p.data.plant, name) : p.data.flow ? flowTip(p.data.flow, name, c) : "")) as never,
    },
    series: [
      { type: "lines", coordinateSystem: "geo", data: lines as never, z: 3, emphasis: { lineStyle: { opacity: 1 } } },
      {
        type: "scatter", coordinateSystem: "geo", z: 4, silent: true, symbolSize: 5, itemStyle: { color: c.accent },
        label: { show: true, position: "right", formatter: "{b}", color: c.faint, fontSize: 11 },
        data: model.regions.filter((r) => r.kind === "rest" && flows.some((f) => f.from === r.id || f.to === r.id)).map((r) => ({ name: r.name, value: at.get(r.id)! })),
      },
      {
        type: "scatter", coordinateSystem: "geo", z: 4, symbol: "diamond", symbolSize: 11, itemStyle: { color: "transparent", borderColor: c.ink, borderWidth: 1.5, borderType: "dashed" },
        data: byRegion(unplacedOf(model, stage)).filter(([r]) => at.has(r)).map(([r, list]) => ({ name: r, value: at.get(r)!, nowhere: list })) as never,
      },
      points(plants.filter((p) => !working(p)), false),
      points(plants.filter(working), true),
    ],
  };
}

/** shade colours countries by the value that their end uses lose. */
function shade(model: Model, run: Simulation, shapes: Map<string, Feature>, c: Colours) {
  const lost = lostBy(run);
  const most = Math.max(1, ...lost.values());
  const regions: object[] = [];
  for (const r of model.regions) {
    const v = lost.get(r.id) ?? 0;
    if (v <= 0) continue;
    for (const id of r.m49 ?? []) {
      const f = shapes.get(id);
      if (f) regions.push({ name: f.properties!.name, itemStyle: { areaColor: mix(c.sunken, c.alarm, 0.1 + 0.4 * Math.sqrt(v / most)) } });
    }
  }
  return regions;
}

export function lostBy(run: Simulation): Map<string, number> {
  const lost = new Map<string, number>();
  for (const s of run.shortages) lost.set(s.region, (lost.get(s.region) ?? 0) + s.value_lost_usd.value);
  return lost;
}

function mix(a: string, b: string, t: number): string {
  const part = (s: string, i: number) => parseInt(s.slice(1 + 2 * i, 3 + 2 * i), 16);
  return "#" + [0, 1, 2].map((i) => Math.round(part(a, i) * (1 - t) + part(b, i) * t).toString(16).padStart(2, "0")).join("");
}

function byRegion(list: Facility[]): [string, Facility[]][] {
  const out = new Map<string, Facility[]>();
  for (const f of list) out.set(f.region, [...(out.get(f.region) ?? []), f]);
  return [...out];
}

function nowhereTip(list: Facility[], name: (id: string) => string) {
  const shown = list.slice(0, 8).map((f) => [f.name, `${figure(f.capacity!.value)} ${f.capacity!.unit}`] as [string, string]);
  return tip(`${name(list[0].region)}, somewhere: place not known`, [...shown, ...(list.length > 8 ? [[`and ${list.length - 8} more`, ""] as [string, string]] : [])]);
}

function plantTip(f: Facility, name: (id: string) => string) {
  const rows: [string, string][] = [["owner", f.owner], ["region", name(f.region)], ["status", f.status]];
  if (f.capacity?.value) rows.push(["capacity", `${figure(f.capacity.value)} ${f.capacity.unit}`]);
  return tip(f.name, rows);
}

function flowTip(f: Flow, name: (id: string) => string, c: Colours) {
  return tip(`${name(f.from)} to ${name(f.to)}`, [
    ["without the events", figure(f.base) + " t/wk"],
    ["with them", figure(f.run) + " t/wk", lostShare(f) > 0.1 ? c.alarm : c.accent],
    ["lost", percent(lostShare(f))],
  ]);
}

export function mapSheet(model: Model, run: Simulation, stage: string): Sheet {
  return {
    columns: ["kind", "name", "from", "to", "lat", "lon", "status", "baseline_t_per_week", "with_events_t_per_week", "capacity", "unit"],
    rows: [
      ...flowsOf(run, stage).map((f) => ["flow", "", f.from, f.to, null, null, "", f.base, f.run, null, ""] as (string | number | null)[]),
      ...plantsOf(model, stage).map((f) => ["facility", f.name, f.region, "", f.lat!, f.lon!, f.status, null, null, f.capacity?.value ?? null, f.capacity?.unit ?? ""] as (string | number | null)[]),
      ...unplacedOf(model, stage).map((f) => ["facility, place not known", f.name, f.region, "", null, null, f.status, null, null, f.capacity?.value ?? null, f.capacity?.unit ?? ""] as (string | number | null)[]),
      ...[...lostBy(run)].map(([r, v]) => ["value lost, USD", "", r, "", null, null, "", null, null, v, "USD"] as (string | number | null)[]),
    ],
  };
}

export const lostText = (run: Simulation, name: (id: string) => string) =>
  [...lostBy(run)].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([r, v]) => `${name(r)} ${usd(v)}`).join(", ");
