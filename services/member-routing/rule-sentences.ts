import { Ending } from "@talanoa/contract/generated/talanoa.ts";
import type { Life } from "@talanoa/sharing/lifecycle/life.ts";
import { ruleSentences } from "@talanoa/sharing/routing/rules.ts";

/** Withholds a notice from all whose routing section or whole cannot be read. */
export const UNREADABLE = "unreadable";

/** Withholds from all what could be decided and never stored: its record or its copies are too long. */
export const NOT_STORABLE = "not-storable";

/** Delivers a statement to the origin of the notice and to who stated. */
export const STATEMENT_PARTY = "statement-party";

/** Gives a participant no second copy of what it holds. */
export const ALREADY_HELD = "already-held";
/** Withhold a version from all that was not yet routed when its notice ended. */
export const RECALLED = "recalled";
export const EXPIRED = "expired";

/** The rule by which nobody gets a notice that has ended. */
export function ruleOf({ ending }: Life): string {
  return ending === Ending.EXPIRED ? EXPIRED : RECALLED;
}

/** The sentence of every rule that a decision of this service may name. */
export const sentences: Readonly<Record<string, string>> = {
  ...ruleSentences,
  [UNREADABLE]: "The hub could not read the notice where it stands, so nobody gets it.",
  [NOT_STORABLE]:
    "The hub could not store what it decided, for there is too much of it: nobody gets the notice.",
  [ALREADY_HELD]: "The participant holds the notice already.",
  [RECALLED]: "The originator had recalled the notice before this version was routed.",
  [EXPIRED]: "The notice had expired before this version was routed.",
  [STATEMENT_PARTY]: "A statement goes to the notice's originator and to the one who stated.",
};
