import { Kind, Outcome } from "@talanoa/contract/generated/talanoa.ts";

/** What only the check of a risk flag can come to. */
const ofFlags: ReadonlySet<number> = new Set([Outcome.CONFIRMED, Outcome.FALSE]);

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
