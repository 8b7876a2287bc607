import { Kind, Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, outcomeWords } from "@talanoa/contract/words.ts";

/** What only the check of a risk flag can come to. */
const ofFlags: ReadonlySet<number> = new Set([Outcome.CONFIRMED, Outcome.FALSE]);

/** Outcomes after which nobody needs to know any more who it was (docs/notices.md). */
const erasing: ReadonlySet<number> = new Set([Outcome.NOTHING_FOUND, Outcome.FALSE]);

/** Whether data on persons that came with a notice are shown no more to who states this of it. */
export function erasesPersons(outcome: Outcome): boolean {
  return erasing.has(outcome);
}

/** The notice that an outcome is stated of. */
interface About {
  /** A Kind, or one that this version does not know. */
  readonly kind: number;
  /** Whether its originator states it. */
  readonly byOriginator: boolean;
}

/**
 * The rule that an outcome breaks; null for none. The outcomes of flags are counted for their profiles: so
 * they have words of their own, and come from who made the check.
 */
export function outcomeFault(
  outcome: Outcome,
  { kind, byOriginator }: About,
): "outcome-of-flag" | "outcome-of-reader" | null {
  const isFlag = kind === Kind.RISK_FLAG;
  const isOther = isFlag ? outcome === Outcome.OFFENCE_FOUND : ofFlags.has(outcome);
  if (isOther) return "outcome-of-flag";
  return isFlag && byOriginator ? "outcome-of-reader" : null;
}

/** The outcomes that one may state of a notice, in the order of the contract. */
export function outcomesOf(about: About): Outcome[] {
  return codesOf(outcomeWords).filter((outcome) => outcomeFault(outcome, about) === null);
}
