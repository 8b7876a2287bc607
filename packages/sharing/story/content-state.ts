import { english } from "./english.ts";
import type { StoryWords } from "./story-words.ts";
import type { ToldEntry } from "./told-entry.ts";

/**
 * What became of the content of a version, by what the log says: every `erased` record of it or of a later
 * version means it too.
 */
export function contentState(
  entries: readonly Pick<ToldEntry, "index" | "facts">[],
  version: number,
  words: StoryWords = english,
): string {
  const erased = entries.flatMap(({ index, facts }) => {
    const its = facts?.erased;
    return its && (its.notice?.version ?? 0) >= version ? [{ index, ...its }] : [];
  });
  const whole = erased.find(({ versions }) => versions > 0);
  if (whole) return words.erasedBy(whole.index, words.cause(whole.cause));
  const [personal] = erased;
  if (personal) return words.personalErasedBy(personal.index, words.cause(personal.cause));
  return words.intact;
}
