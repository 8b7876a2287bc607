import { ruleSentences } from "../routing/rules.ts";

/** Stands among the rules of a copy of which a section was erased after it was routed. */
export const ERASED = "erased";

const ERASED_SAYS =
  "What stood here was erased, by order of the originator or because its time was over.";

/** Why something is missing in a copy, as a sentence; a rule that this version does not know by its name. */
export function withheldSentence(rule: string): string {
  return rule === ERASED ? ERASED_SAYS : (ruleSentences[rule] ?? rule);
}
