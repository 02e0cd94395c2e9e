// The Sankey diagram from mine to product: one mass basis, losses drawn, the
// scrap loop cut into a node, since a diagram of layers can have no cycle.

import { figure } from "../lib/format";
import { tip, type Option } from "../lib/echarts";
import type { Sheet } from "../lib/export";
import type { Colours } from "../lib/theme.svelte";
import type { FlowNode, Flows, Model } from "../lib/types";

const KEPT = 6; // regions of a column that have a node of their own
const KEPT_NARROW = 3;
const THIN = 1 / 1500; // of the largest flow: what is too thin to be seen

interface Node extends FlowNode {
  depth: number;
}

interface Link {
  from: string;
  to: string;
  t: number;
  back: boolean;
}

/** mostUsed is the element of which the goods of the last stage hold most. */
export function mostUsed(model: Model): string {
  const last = model.stages[model.stages.length - 1];
  const contents = new Map(model.commodities.filter((c) => c.stage === last).map((c) => [c.id, c.contents ?? {}]));
  const sum = new Map<string, number>();
  for (const m of model.markets) {
    for (const [e, share] of Object.entries(contents.get(m.commodity) ?? {})) sum.set(e, (sum.get(e) ?? 0) + share * m.use_t_per_week);
  }
  return [...sum].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

const column = (n: FlowNode) => `${n.kind}:${n.stage ?? ""}`;

/** layout groups the small regions of a column, leaves out what is too thin, and says which column each node stands in. */
export function layout(flows: Flows, kept = KEPT): { nodes: Node[]; links: Link[]; stages: string[]; last: number } {
  const through = new Map<string, number>();
  for (const l of flows.links) for (const id of [l.from, l.to]) through.set(id, (through.get(id) ?? 0) + l.t_per_year);
  const ranked = new Map<string, string[]>();
  for (const n of flows.nodes) if (n.region) ranked.set(column(n), [...(ranked.get(column(n)) ?? []), n.id]);
  for (const list of ranked.values()) list.sort((a, b) => (through.get(b) ?? 0) - (through.get(a) ?? 0));

  const stages = stagesOf(flows);
  const last = 2 * stages.length;
  const depth = (n: FlowNode) => {
    const at = 2 * stages.indexOf(n.stage ?? "");
    if (n.kind === "made") return at;
    if (n.kind === "used") return at + 1;
    if (n.kind === "loss") return at;
    if (n.kind === "unmade") return Math.max(0, at);
    return n.kind === "recycled" && flows.links.some((l) => l.from === n.id) ? comesBack(flows, n.id, stages) : last;
  };
  const into = new Map<string, Node>();
  for (const n of flows.nodes) {
    const small = n.region !== undefined && (ranked.get(column(n)) ?? []).indexOf(n.id) >= kept;
    into.set(n.id, small ? { id: "others:" + column(n), kind: n.kind, stage: n.stage, depth: depth(n) } : { ...n, depth: depth(n) });
  }
  const sum = new Map<string, Link>();
  for (const l of flows.links) {
    const from = into.get(l.from)!.id, to = into.get(l.to)!.id;
    const link = sum.get(from + ">" + to) ?? { from, to, t: 0, back: l.return === true };
    link.t += l.t_per_year;
    sum.set(from + ">" + to, link);
  }
  const most = Math.max(0, ...[...sum.values()].map((l) => l.t));
  const links = [...sum.values()].filter((l) => l.t > most * THIN);
  const used = new Set(links.flatMap((l) => [l.from, l.to]));
  const nodes = [...new Map([...into.values()].map((n) => [n.id, n])).values()].filter((n) => used.has(n.id));
  return { nodes, links, stages, last };
}

/** stagesOf lists the stages in the order of the flows. */
function stagesOf(flows: Flows): string[] {
  const after = new Map<string, Set<string>>();
  const by = new Map(flows.nodes.map((n) => [n.id, n]));
  for (const n of flows.nodes) if (n.kind === "made" || n.kind === "used") after.set(n.stage!, after.get(n.stage!) ?? new Set());
  for (const l of flows.links) {
    const a = by.get(l.from)!, b = by.get(l.to)!;
    if (a.kind === "used" && b.kind === "made" && a.stage !== b.stage && !l.return) after.get(a.stage!)?.add(b.stage!);
  }
  const out: string[] = [];
  const visit = (s: string, way: string[]) => {
    if (out.includes(s) || way.includes(s)) return;
    for (const next of after.get(s) ?? []) visit(next, [...way, s]);
    out.unshift(s);
  };
  for (const s of after.keys()) visit(s, []);
  return out;
}

/** comesBack is the column left of what recycled goods go into. */
function comesBack(flows: Flows, id: string, stages: string[]): number {
  const to = flows.nodes.find((n) => n.id === flows.links.find((l) => l.from === id)!.to);
  return Math.max(0, 2 * stages.indexOf(to?.stage ?? "") - 1);
}

const words: Record<string, string> = { loss: "lost", surplus: "left over", unmade: "from elsewhere", recycled: "scrap" };

function labelOf(n: Node, name: (id: string) => string): string {
  if (n.region) return name(n.region);
  if (n.sector) return n.sector;
  return n.id.startsWith("others") ? "others" : (words[n.kind] ?? n.kind);
}

export function sankeyOption(flows: Flows, name: (id: string) => string, colour: (region: string) => string, narrow: boolean, c: Colours): Option {
  const { nodes, links, stages, last } = layout(flows, narrow ? KEPT_NARROW : KEPT);
  const by = new Map(nodes.map((n) => [n.id, n]));
  const fill = (n: Node) => (n.kind === "loss" ? c.faint : n.kind === "recycled" ? c.good : n.kind === "surplus" ? c.line : n.kind === "demand" ? c.soft : n.region ? colour(n.region) : c.rest);
  const full = (n?: Node) => (n ? `${labelOf(n, name)}${n.stage ? `, ${n.stage}${n.kind === "used" ? " bought" : n.kind === "made" ? " made" : ""}` : ""}` : "");
  const left = 2, right = narrow ? 22 : 11;
  const heads = [...stages.flatMap((s, i) => (narrow ? [] : [{ text: s, depth: 2 * i }, { text: "bought", depth: 2 * i + 1 }])), ...(narrow ? [] : [{ text: "end uses", depth: last }])];
  const short = (n: Node) => (n.kind === "made" || n.kind === "used" ? (n.region ?? "others") : labelOf(n, name));
  const size = new Map<string, number>();
  for (const n of nodes) size.set(n.id, Math.max(...[links.filter((l) => l.from === n.id), links.filter((l) => l.to === n.id)].map((list) => list.reduce((s, l) => s + l.t, 0))));
  const biggest = Math.max(...size.values());
  return {
    tooltip: {
      trigger: "item",
      formatter: ((p: { dataType: string; data: { source: string; target: string; id: string; t: number }; value: number }) =>
        p.dataType === "edge"
          ? tip(`${full(by.get(p.data.source))} to ${full(by.get(p.data.target))}`, [["t a year", figure(p.data.t)]])
          : tip(full(by.get(p.data.id)), [["t a year", figure(size.get(p.data.id) ?? 0)]])) as never,
    },
    graphic: heads.map((h) => ({ type: "text", left: `${left + (h.depth * (100 - left - right)) / last}%`, top: 2, style: { text: h.text, fill: h.text === "bought" ? c.faint : c.ink, fontSize: 11, fontWeight: h.text === "bought" ? 400 : 600 }, silent: true })) as never,
    series: [{
      type: "sankey", left: left + "%", right: right + "%", top: narrow ? 8 : 26, bottom: 8, nodeWidth: 11, nodeGap: 6, nodeAlign: "left", draggable: false, layoutIterations: 64,
      emphasis: { focus: "adjacency", lineStyle: { opacity: 0.7 } },
      label: { color: c.ink, fontSize: 11, formatter: ((p: { data: { id: string } }) => short(by.get(p.data.id)!)) as never },
      labelLayout: { hideOverlap: true },
      lineStyle: { color: "source", opacity: 0.3, curveness: 0.5 },
      data: nodes.map((n) => ({
        id: n.id, name: n.id, depth: n.depth, label: { show: (size.get(n.id) ?? 0) > biggest / (narrow ? 30 : 110) },
        itemStyle: { color: fill(n), borderWidth: 0, decal: n.kind === "loss" ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -0.8, color: c.surface } : undefined },
      })) as never,
      links: links.map((l) => ({ source: l.from, target: l.to, value: l.t, t: l.t, lineStyle: l.back ? { color: c.good, opacity: 0.45 } : undefined })),
    }],
  };
}

export function sankeySheet(flows: Flows, name: (id: string) => string): Sheet {
  const by = new Map(flows.nodes.map((n) => [n.id, n]));
  const text = (id: string) => { const n = by.get(id)!; return [n.kind, n.stage, n.region ? name(n.region) : "", n.sector].filter(Boolean).join(" "); };
  return { columns: ["from", "to", "t_per_year", "scrap"], rows: flows.links.map((l) => [text(l.from), text(l.to), l.t_per_year, l.return ? "yes" : ""]) };
}
