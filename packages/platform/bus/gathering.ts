import type { Claims } from "./claims.ts";
import { mostMessages } from "./unit.ts";
import type { Unit } from "./unit.ts";

const mostBatchBytes = 8 * 1024 * 1024;
// Below a dozen, single publishes in a row are quicker than one batch, which costs the server a staging store.
const fewSingles = 12;

const batchesAtOnce = 1;

/** What goes out next, and what stays. */
export interface Gathering {
  /** Each a commit of its own: either some single messages, or one batch. */
  groups: Unit[][];
  left: Unit[];
}

/**
 * Decides what of the queue goes out now. Whoever clashes with what is under way, or with one before it, stays
 * in its place. Claims are taken for all who go.
 */
export function gather(
  queue: readonly Unit[],
  claims: Claims,
  under: { singles: number; batches: number },
): Gathering {
  if (under.batches >= batchesAtOnce) return { groups: [], left: [...queue] };
  const taken: Unit[] = [];
  const left: Unit[] = [];
  let messages = 0;
  let bytes = 0;
  let full = false;
  for (const unit of queue) {
    if (unit.settled) continue;
    // The first unit goes however large it is, alone if need be.
    full ||=
      taken.length > 0 &&
      (messages + unit.messages.length > mostMessages || bytes + unit.bytes > mostBatchBytes);
    if (full || claims.clash(unit)) {
      left.push(unit);
      continue;
    }
    claims.add(unit);
    taken.push(unit);
    messages += unit.messages.length;
    bytes += unit.bytes;
  }
  if (taken.length === 0) return { groups: [], left };
  // Every unit has at least one message: as many messages as units means that all are single.
  if (messages > taken.length) return { groups: [taken], left };
  if (taken.length + under.singles < fewSingles)
    return { groups: taken.map((unit) => [unit]), left };
  if (taken.length < fewSingles) {
    // Too many singles under way for more, too few waiting for a batch: the next answer comes in a moment.
    for (const unit of taken) claims.release(unit);
    return { groups: [], left: queue.filter((unit) => !unit.settled) };
  }
  return { groups: [taken], left };
}
