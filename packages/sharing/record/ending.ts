import { type Completeness, OUT_OF_ORDER } from "./completeness.ts";

/** Up to where records were asked for: before a time (Unix ms) and a place, 0 for no end. */
export interface Ending {
  /** Unix ms; 0 for all. */
  readonly from: number;
  readonly until: number;
  readonly untilIndex: number;
  /** When they were asked for, by the reader's clock. */
  readonly now: number;
}

/**
 * What was found of records up to an end: complete up to no heads when those that were shown are too old to tell of the
 * end, as all records behind them may be kept back. A question is itself recorded, so that newer heads follow on it.
 */
export function upToEnd(found: Completeness, ending: Ending): Completeness {
  const { upTo } = found;
  return upTo && !tellOf(ending, upTo) ? { ...found, upTo: null } : found;
}

function tellOf(
  { from, until, untilIndex, now }: Ending,
  { index, at }: { readonly index: number; readonly at: number },
): boolean {
  // By a time that is to come a hub could tell of every end, once and for good.
  if (at > now + OUT_OF_ORDER) return false;
  if (untilIndex > 0 && index >= untilIndex) return true;
  const recent = now - OUT_OF_ORDER;
  const isOver = until > 0 && until <= now;
  const due = isOver ? Math.min(Math.max(recent, until), until + OUT_OF_ORDER) : recent;
  return at >= Math.max(from, due);
}
