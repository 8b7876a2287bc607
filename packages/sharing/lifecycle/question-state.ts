import { Ending, QuestionState } from "@talanoa/contract/generated/talanoa.ts";
import type { Life } from "./life.ts";

/**
 * How far a question has come whether a version of a notice may be shared further. `granted` is its
 * answer, null while it has none. What can be granted no more needs no answer.
 */
export function questionState(
  granted: boolean | null,
  { newest, ending }: Pick<Life, "newest" | "ending">,
  version: number,
): Exclude<QuestionState, 0> {
  if (granted !== null) return granted ? QuestionState.GRANTED : QuestionState.REFUSED;
  const isOver = ending !== Ending.UNSPECIFIED || version < newest;
  return isOver ? QuestionState.OVER : QuestionState.OPEN;
}
