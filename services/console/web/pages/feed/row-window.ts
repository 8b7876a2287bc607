/** Which rows of a list stand in the page, all of one height (pixels). */
export interface RowWindow {
  /** Index of the first. */
  readonly from: number;
  /** Index behind the last. */
  readonly to: number;
}

/** Rows above and below what one sees, so that a quick move shows no gap. */
const AROUND = 12;

/** The rows to draw of so many, for how far the list is moved up and how high its frame is. */
export function rowWindow(
  count: number,
  { height, top, frame }: { readonly height: number; readonly top: number; readonly frame: number },
): RowWindow {
  const first = Math.floor(Math.max(0, top) / height);
  const last = Math.ceil((Math.max(0, top) + frame) / height);
  const to = Math.min(count, last + AROUND);
  return { from: Math.max(0, Math.min(first - AROUND, to)), to };
}

/**
 * How far the list is to be moved so that what one sees stays where it is when rows come or go above it: the first row
 * in sight that is there before and after keeps its place.
 */
export function anchoredTop(
  before: readonly string[],
  after: readonly string[],
  { height, top }: { readonly height: number; readonly top: number },
): number {
  const places = new Map(after.map((key, index) => [key, index]));
  for (let index = Math.floor(top / height); index < before.length; index++) {
    const place = places.get(before[index]!);
    if (place !== undefined) return Math.max(0, top + (place - index) * height);
  }
  return top;
}

/** How far the list is moved to have a row in sight; as it is when the row is. */
export function topToSee(
  row: number,
  { height, top, frame }: { readonly height: number; readonly top: number; readonly frame: number },
): number {
  const start = row * height;
  if (start < top) return start;
  return start + height > top + frame ? start + height - frame : top;
}
