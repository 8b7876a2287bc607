import landAddress from "world-atlas/land-50m.json?url";
import { coastsOf, type LandTopology } from "./land.ts";

let coasts: Promise<Path2D> | undefined;

/** The coasts, fetched when a map is first shown and kept while the page is open. Rejects when there is no link. */
export function landPath(): Promise<Path2D> {
  coasts ??= load().catch((error: unknown) => {
    coasts = undefined;
    throw error;
  });
  return coasts;
}

async function load(): Promise<Path2D> {
  const answer = await fetch(landAddress);
  if (!answer.ok) throw new TypeError(`the map's coasts: ${answer.status}`);
  const path = new Path2D();
  for (const ring of coastsOf((await answer.json()) as LandTopology)) {
    ring.forEach(({ x, y }, i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    path.closePath();
  }
  return path;
}
