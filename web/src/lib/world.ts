// Country shapes of world-atlas, and where regions and flows go on the map.

import { geoArea, geoCentroid, geoEqualEarth, type GeoStream } from "d3-geo";
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { core } from "./echarts";
import type { Region } from "./types";

let ready: Promise<Map<string, Feature>> | null = null;

/** loadWorld fetches the shapes once and gives them to the charts. */
export function loadWorld(): Promise<Map<string, Feature>> {
  ready ??= import("world-atlas/countries-110m.json").then((m) => {
    const topology = m.default as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
    const all = feature(topology, topology.objects.countries) as FeatureCollection<Geometry, { name: string }>;
    const kept = all.features.filter((f) => f.id !== "010"); // no Antarctica
    core.registerMap("world", { geoJSON: { type: "FeatureCollection", features: kept } as never, specialAreas: {} });
    return new Map(kept.map((f) => [String(f.id ?? f.properties.name), f]));
  });
  return ready;
}

const equalEarth = geoEqualEarth().rotate([-150, 0]).scale(160).translate([0, 0]);

/** projection is Equal Earth about the Pacific, which most of the trade of this
 *  kind crosses; cut in the Atlantic by the stream of d3-geo. */
export const projection = {
  project: (point: Position) => equalEarth(point as [number, number]) ?? [NaN, NaN],
  unproject: (point: Position) => equalEarth.invert!(point as [number, number]) ?? [NaN, NaN],
  stream: (sink: GeoStream) => equalEarth.stream(sink),
};

/** Where a rest of the world, which is nowhere, is drawn. */
const nowhere: [number, number] = [-140, -42];

/** centres gives every region a point: the middle of its largest piece of land. */
export function centres(regions: Region[], shapes: Map<string, Feature>): Map<string, [number, number]> {
  const out = new Map<string, [number, number]>();
  for (const r of regions) {
    const land = (r.m49 ?? []).map((id) => shapes.get(id)).filter((f) => f !== undefined).map(largest);
    const biggest = land.sort((a, b) => b.area - a.area)[0];
    if (biggest) out.set(r.id, r.kind === "bloc" ? middle(land.map((l) => [l.centre, l.area])) : biggest.centre);
    else if (r.kind === "rest") out.set(r.id, nowhere);
  }
  return out;
}

function middle(points: [[number, number], number][]): [number, number] {
  let x = 0, y = 0, sum = 0;
  for (const [[lon, lat], area] of points) {
    x += lon * area;
    y += lat * area;
    sum += area;
  }
  return [x / sum, y / sum];
}

function largest(f: Feature): { centre: [number, number]; area: number } {
  const g = f.geometry as Polygon | MultiPolygon;
  const parts = g.type === "Polygon" ? [g.coordinates] : g.coordinates;
  let best = { centre: geoCentroid(f), area: 0 };
  for (const coordinates of parts) {
    const piece: Polygon = { type: "Polygon", coordinates };
    const area = geoArea(piece);
    if (area > best.area) best = { centre: geoCentroid(piece), area };
  }
  return best;
}

