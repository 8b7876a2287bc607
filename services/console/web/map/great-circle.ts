import type { Point } from "@talanoa/sharing/map/point.ts";
import { arcBetween } from "@talanoa/sharing/map/point.ts";
import { geoInterpolate } from "d3-geo";
import { project, type Spot } from "./mercator.ts";

/** Degrees of arc from one point of a line to the next: at a third of the screen it still looks round. */
const STEP = 2;

/**
 * The great circles from point to point as lines on the map; several where they leave it on one side and come back
 * on the other.
 */
export function greatCircles(points: readonly Point[]): Spot[][] {
  const lines: Spot[][] = [];
  let line: Spot[] = [];
  for (const spot of alongOf(points).map(project)) {
    const last = line.at(-1);
    if (last && Math.abs(last.x - spot.x) > 180) {
      lines.push(line);
      line = [];
    }
    line.push(spot);
  }
  return [...lines, line].filter(({ length }) => length > 1);
}

function alongOf(points: readonly Point[]): Point[] {
  return points.flatMap((to, index) => {
    const from = points[index - 1];
    if (!from) return [to];
    const steps = Math.max(1, Math.ceil(arcBetween(from, to) / STEP));
    const at = geoInterpolate([from.longitude, from.latitude], [to.longitude, to.latitude]);
    return Array.from({ length: steps }, (_, step) => {
      const [longitude, latitude] = at((step + 1) / steps);
      return { longitude, latitude };
    });
  });
}

/** A line as SVG draws it. */
export function pathText(line: readonly Spot[]): string {
  return line
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(2)},${y.toFixed(2)}`)
    .join("");
}
