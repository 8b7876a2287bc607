import type { ToldEntry } from "./told-entry.ts";

/**
 * What became of the content of a version, by what the log says: every `erased` record of it or of a later
 * version means it too.
 */
export function contentState(entries: readonly ToldEntry[], version: number): string {
  const erased = entries.flatMap(({ index, facts }) => {
    const its = facts?.erased;
    return its && (its.notice?.version ?? 0) >= version ? [{ index, ...its }] : [];
  });
  const whole = erased.find(({ versions }) => versions > 0);
  if (whole) return `content erased by entry ${whole.index} (${whole.cause})`;
  const [personal] = erased;
  if (personal) {
    return `personal sections erased by entry ${personal.index} (${personal.cause}), the rest intact`;
  }
  return "intact";
}
