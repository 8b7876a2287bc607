import type { ReleasedUpTo } from "@talanoa/contract/generated/talanoa.ts";

/**
 * How often the copies of a subscription and precedence have been released, by their places in the
 * stream: each mark holds for what comes after the one before it. After the last mark nothing was
 * released; what was confirmed does not matter any more.
 */
export type Marks = readonly ReleasedUpTo[];

/** A client that comes back ever earlier leaves one mark each time; beyond these the oldest are joined. */
const MOST_MARKS = 32;

/** How often the copy at a place has been released; 0 for never. */
export function timesReleased(marks: Marks, sequence: number): number {
  return marks.find(({ position }) => sequence <= position)?.attempt ?? 0;
}

/** The marks after all that lies behind `after`, up to and with `upTo`, has been released once more. */
export function releasedAgain(marks: Marks, after: number, upTo: number): Marks {
  const places = [after, upTo, ...marks.map(({ position }) => position)];
  return step(places, (place) => {
    const again = place > after && place <= upTo ? 1 : 0;
    return timesReleased(marks, place) + again;
  });
}

/** The marks of two calls that released side by side: at each place the higher number. */
export function higher(one: Marks, other: Marks): Marks {
  const places = [...one, ...other].map(({ position }) => position);
  return step(places, (place) => Math.max(timesReleased(one, place), timesReleased(other, place)));
}

/** Without what is confirmed, and no more than a record should hold. */
export function trimmed(marks: Marks, confirmed: number): Marks {
  const open = marks.filter(({ position }) => position > confirmed);
  const surplus = open.slice(0, Math.max(0, open.length - MOST_MARKS + 1));
  const kept = open.slice(surplus.length);
  const last = surplus.at(-1);
  if (!last) return kept;
  // Rather too high a number than one that was used before.
  const attempt = Math.max(...surplus.map((mark) => mark.attempt));
  return [{ position: last.position, attempt }, ...kept];
}

function step(places: readonly number[], at: (place: number) => number): ReleasedUpTo[] {
  const marks: ReleasedUpTo[] = [];
  for (const position of [...new Set(places)].sort((a, b) => a - b)) {
    const attempt = at(position);
    if (marks.at(-1)?.attempt === attempt) marks.pop();
    marks.push({ position, attempt });
  }
  if (marks.at(-1)?.attempt === 0) marks.pop();
  return marks;
}
