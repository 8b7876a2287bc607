import type { Point } from "@talanoa/sharing/map/point.ts";

// The map is Mercator's, centred on the date line; its unit is a degree of longitude at the equator.

/** A place on the map: x from the date line to the east, y to the south. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where the map is cut open: nothing of the Pacific lies there. Degrees. */
const CUT = -30;
/** Mercator goes to infinity at the poles. */
const MOST_NORTHERN = 80;

/** What is drawn: from the Bay of Bengal to the Amazon's mouth, from Alaska to the southern ocean. */
export const DRAWN = { west: -100, east: 132, north: -75, south: 88 } as const;

/** What is seen at first: the Members, with Australia and the western coast of Mexico. */
export const PACIFIC = { west: -70, east: 80, north: -34, south: 54 } as const;

export function project({ latitude, longitude }: Point): Spot {
  const x = (longitude < CUT ? longitude + 360 : longitude) - 180;
  return { x, y: -northing(Math.max(-MOST_NORTHERN, Math.min(MOST_NORTHERN, latitude))) };
}

function northing(latitude: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;
}

/** Whether a spot is within what is drawn. */
export function isDrawn({ x, y }: Spot): boolean {
  return x >= DRAWN.west && x <= DRAWN.east && y >= DRAWN.north && y <= DRAWN.south;
}
