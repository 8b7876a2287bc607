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
 * How far the list is to be moved so that what one sees stays where it is when rows come, go or change places: as most
 * of the rows in sight are moved. A row that is taken elsewhere does not take the page with it.
 */
export function anchoredTop(
  before: readonly string[],
  after: readonly string[],
  { height, top, frame }: { readonly height: number; readonly top: number; readonly frame: number },
): number {
  const places = new Map(after.map((key, index) => [key, index]));
  const first = Math.floor(top / height);
  const last = Math.ceil((top + frame) / height);
  /** How many rows in sight are moved by so many. */
  const moves = new Map<number, number>();
  for (let index = first; index < Math.min(last, before.length); index++) {
    const place = places.get(before[index]!);
    if (place !== undefined) moves.set(place - index, (moves.get(place - index) ?? 0) + 1);
  }
  const [move = 0] = [...moves].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  return Math.max(0, top + move * height);
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
