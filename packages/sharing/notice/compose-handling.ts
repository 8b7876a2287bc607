import type { Handling } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Draft } from "./draft.ts";
import { firstMoment, readTime } from "./draft-time.ts";
import { type Caveat, caveatWords } from "./handling.ts";
import { said } from "./said.ts";

/**
 * How a notice is to be handled; undefined when nothing is said of it. An embargo until a day ends as
 * the day begins; what is to be acknowledged by a day may be acknowledged until the day ends.
 */
export function handlingOf(draft: Draft): Init<Handling> | undefined {
  const { handling = [], embargo_until, acknowledge_by } = draft;
  const caveats = Object.entries(caveatWords) as [Caveat, (typeof handling)[number]][];
  const all = said({
    ...Object.fromEntries(caveats.map(([field, word]) => [field, handling.includes(word)])),
    embargoUntil: firstMoment(embargo_until),
    acknowledgeBy: acknowledge_by && readTime(acknowledge_by)?.last,
  }) as Init<Handling>;
  return Object.keys(all).length > 0 ? all : undefined;
}
