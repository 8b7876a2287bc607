import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { DRAWN, project, type Spot } from "./mercator.ts";

export type LandTopology = Topology<{ land: GeometryCollection }>;

/** A coast, closed. */
export type Ring = readonly Spot[];

/**
 * The coasts of what is drawn. Rings are projected point by point: world-atlas has them sewn together at the date
 * line, and between two points of a coast nothing is to be filled in.
 */
export function coastsOf(topology: LandTopology): Ring[] {
  return feature(topology, topology.objects.land)
    .features.flatMap(({ geometry }) =>
      geometry.type === "MultiPolygon"
        ? geometry.coordinates.flat()
        : geometry.type === "Polygon"
          ? geometry.coordinates
          : [],
    )
    .map((ring) => ring.map(([longitude = 0, latitude = 0]) => project({ latitude, longitude })))
    .filter(touchesDrawn);
}

function touchesDrawn(ring: Ring): boolean {
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of ring) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return west <= DRAWN.east && east >= DRAWN.west && north <= DRAWN.south && south >= DRAWN.north;
}
