import { Outcome, type Statement } from "@talanoa/contract/generated/talanoa.ts";
import { erasesPersons } from "../statement/outcome.ts";
import type { Given, LifeEvent } from "./life.ts";

/**
 * What a statement is in the life of the notice that it is about; null when it may be said at any time
 * and changes nothing. What a reader found, or that it found nothing or a risk flag was wrong, is an event when it was
 * given personal or passenger sections of the notice.
 */
export function eventOf(
  statement: Statement,
  { given }: { readonly given: readonly Given[] },
): LifeEvent | null {
  const version = statement.notice?.version ?? 0;
  if (statement.recalled) return { type: "recalled" };
  if (statement.erasureOrdered) return { type: "erasure-ordered" };
  if (statement.consentGranted) {
    return { type: "consent-granted", version };
  }
  if (statement.destroyed) return { type: "destroyed" };
  if (statement.withdrawn) return { type: "withdrawn" };
  // What is gone cannot have been read, and is not shared any more.
  if (statement.acknowledged || statement.consentAsked) return { type: "spoken-of" };
  const { origin: by } = statement;
  // The originator has a word of its own for it.
  if (!statement.outcome || !given.some(({ participant }) => participant === by)) return null;
  const { outcome, takesBack } = statement.outcome;
  if (erasesPersons(outcome)) return { type: "nothing-found", by, version, given, takesBack };
  return something.has(outcome) ? { type: "something-found", by } : null;
}

const something: ReadonlySet<number> = new Set([Outcome.OFFENCE_FOUND, Outcome.CONFIRMED]);
