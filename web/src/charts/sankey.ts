// The Sankey diagram from mine to product: one mass basis, losses drawn, the
// scrap loop cut into a node, since a diagram of layers can have no cycle.

import { figure } from "../lib/format";
import { tip, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { Flows } from "../lib/types";

const KEPT = 6; // regions of a stage that have a node of their own

interface Node {
  id: string;
  kind: string;
  stage: string;
  region: string;
  label: string;
}

/** grouped puts the small regions of a stage together, and leaves out what is too thin to see. */
export function grouped(flows: Flows): { nodes: Node[]; links: { from: string; to: string; t: number; back: boolean }[] } {
  const through = new Map<string, number>();
  for (const l of flows.links) for (const id of [l.from, l.to]) through.set(id, (through.get(id) ?? 0) + l.t);
  const ranks = new Map<string, string[]>();
  for (const n of flows.nodes) {
    if (!n.region) continue;
    const key = n.kind + "|" + n.stage;
    ranks.set(key, [...(ranks.get(key) ?? []), n.id]);
  }
  for (const list of ranks.values()) list.sort((a, b) => (through.get(b) ?? 0) - (through.get(a) ?? 0));
  const renamed = new Map<string, Node>();
  for (const n of flows.nodes) {
    const key = n.kind + "|" + n.stage;
    const small = n.region && (ranks.get(key) ?? []).indexOf(n.id) >= KEPT;
    renamed.set(n.id, small
      ? { id: "others|" + key, kind: n.kind, stage: n.stage ?? "", region: "", label: "others" }
      : { id: n.id, kind: n.kind, stage: n.stage ?? "", region: n.region ?? "", label: n.label });
  }
  const sum = new Map<string, { from: string; to: string; t: number; back: boolean }>();
  for (const l of flows.links) {
    const from = renamed.get(l.from), to = renamed.get(l.to);
    if (!from || !to || from.id === to.id) continue;
    const key = from.id + ">" + to.id;
    const link = sum.get(key) ?? { from: from.id, to: to.id, t: 0, back: false };
    link.t += l.t;
    link.back ||= l.return === true;
    sum.set(key, link);
  }
  const most = Math.max(0, ...[...sum.values()].map((l) => l.t));
  const links = [...sum.values()].filter((l) => l.t > most / 2000);
  const used = new Set(links.flatMap((l) => [l.from, l.to]));
  return { nodes: [...new Map([...renamed.values()].map((n) => [n.id, n])).values()].filter((n) => used.has(n.id)), links };
}

export function sankeyOption(flows: Flows, colour: (region: string) => string, narrow: boolean, c: Colours): Option {
  const { nodes, links } = grouped(flows);
  const fill = (n: Node) => (n.kind === "loss" ? c.faint : n.kind === "recycled" ? c.good : n.kind === "stock" ? c.warn : n.region ? colour(n.region) : c.rest);
  const by = new Map(nodes.map((n) => [n.id, n]));
  const text = (n: Node) => (n.region && n.kind === "supply" ? n.region : n.label);
  return {
    tooltip: {
      trigger: "item",
      formatter: ((p: { dataType: string; data: { source: string; target: string; id: string }; value: number }) =>
        p.dataType === "edge"
          ? tip(`${by.get(p.data.source)?.label} to ${by.get(p.data.target)?.label}`, [["t a year", figure(p.value)]])
          : tip(by.get(p.data.id)?.label ?? "", [["t a year", figure(p.value)]])) as never,
    },
    series: [{
      type: "sankey", left: 6, right: narrow ? 70 : 120, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 7, nodeAlign: "left", draggable: false, layoutIterations: 48,
      emphasis: { focus: "adjacency", lineStyle: { opacity: 0.65 } },
      label: { color: c.ink, fontSize: 11, formatter: ((p: { data: { id: string } }) => text(by.get(p.data.id)!)) as never },
      lineStyle: { color: "source", opacity: 0.28, curveness: 0.5 },
      data: nodes.map((n) => ({ id: n.id, name: n.id, itemStyle: { color: fill(n), borderWidth: 0, decal: n.kind === "loss" ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -0.8, color: c.surface } : undefined } })) as never,
      links: links.map((l) => ({ source: l.from, target: l.to, value: l.t, lineStyle: l.back ? { color: c.good, opacity: 0.45 } : undefined })),
    }],
  };
}

export function sankeySheet(flows: Flows): Sheet {
  const label = new Map(flows.nodes.map((n) => [n.id, n.label]));
  return { columns: ["from", "to", "t_per_year", "recycled"], rows: flows.links.map((l) => [label.get(l.from) ?? l.from, label.get(l.to) ?? l.to, l.t, l.return ? "yes" : ""]) };
}
