import { DRAWN, type Spot } from "./mercator.ts";

/** What of the map is seen: the spot in the middle, and how many pixels a unit of the map has. */
export interface View {
  readonly middle: Spot;
  readonly scale: number;
}

/** Of the frame, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

/** Pixels a unit: what the coasts of 1:50 million bear. */
const CLOSEST = 160;

/** The closest view that has all of a box in it, with a margin. */
export function fitted({ west, east, north, south }: Box, size: Size, margin = 0): View {
  const [width, height] = [size.width - 2 * margin, size.height - 2 * margin];
  const scale = Math.min(width / (east - west || 1e-9), height / (south - north || 1e-9));
  return clamped({ middle: { x: (west + east) / 2, y: (north + south) / 2 }, scale }, size);
}

/** The box around some spots, at least of some units; null for none. */
export function boxAround(spots: readonly Spot[], least = 8): Box | null {
  if (spots.length === 0) return null;
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [west, east] = spread(Math.min(...xs), Math.max(...xs), least);
  const [north, south] = spread(Math.min(...ys), Math.max(...ys), least);
  return { west, east, north, south };
}

function spread(from: number, to: number, least: number): [number, number] {
  const more = Math.max(0, least - (to - from)) / 2;
  return [from - more, to + more];
}

/** Moved by so many pixels, as what is dragged moves. */
export function panned({ middle, scale }: View, by: Spot, size: Size): View {
  return clamped(
    { middle: { x: middle.x - by.x / scale, y: middle.y - by.y / scale }, scale },
    size,
  );
}

/** Closer by a factor; the place under a pixel of the frame stays under it. */
export function zoomed(view: View, factor: number, at: Spot, size: Size): View {
  const closer = clamped({ ...view, scale: view.scale * factor }, size);
  const under = spotAt(view, at, size);
  const now = spotAt(closer, at, size);
  const { x, y } = closer.middle;
  return clamped(
    { middle: { x: x + under.x - now.x, y: y + under.y - now.y }, scale: closer.scale },
    size,
  );
}

/** Where a spot of the map is in the frame, in pixels. */
export function pixelOf({ middle, scale }: View, { x, y }: Spot, { width, height }: Size): Spot {
  return { x: (x - middle.x) * scale + width / 2, y: (y - middle.y) * scale + height / 2 };
}

function spotAt({ middle, scale }: View, { x, y }: Spot, { width, height }: Size): Spot {
  return { x: middle.x + (x - width / 2) / scale, y: middle.y + (y - height / 2) / scale };
}

/** The nearest view that shows nothing beyond what is drawn. */
export function clamped({ middle, scale }: View, { width, height }: Size): View {
  const farthest = Math.max(
    width / (DRAWN.east - DRAWN.west),
    height / (DRAWN.south - DRAWN.north),
  );
  const its = Math.max(farthest, Math.min(CLOSEST, scale));
  const [across, down] = [width / its / 2, height / its / 2];
  return {
    middle: {
      x: within(middle.x, DRAWN.west + across, DRAWN.east - across),
      y: within(middle.y, DRAWN.north + down, DRAWN.south - down),
    },
    scale: its,
  };
}

function within(value: number, least: number, most: number): number {
  // Rounding may leave a frame as wide as the map a hair wider.
  return least > most ? (least + most) / 2 : Math.max(least, Math.min(most, value));
}
