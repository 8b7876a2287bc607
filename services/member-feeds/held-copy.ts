import {
  type Card,
  type CopyRef,
  type FeedCopy,
  type FeedFilter,
  Section,
  SectionType,
  Statement,
  StoredCopy,
  Summary,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { TRACEPARENT } from "@talanoa/platform/telemetry/propagation.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayKnowOf } from "@talanoa/sharing/directory/operations.ts";
import { passesFilter } from "@talanoa/sharing/feed/filter.ts";

/** A copy as it stands in a feed, opened as far as handing it out needs. */
export interface HeldCopy {
  /** Its place in the stream; never told. */
  readonly sequence: number;
  readonly copy: FeedCopy;
  readonly card: Card;
  readonly storedSections: readonly number[];
  /** When not empty, only these principals may be shown the copy. */
  readonly officers: readonly string[];
  /** Size as stored, in bytes. */
  readonly size: number;
  readonly traceparent: string | undefined;
  readonly facts: CopyFacts;
}

/** What records say of a copy. */
export interface CopyFacts {
  readonly ref: CopyRef;
  /** Of the notice; of a statement, who stated. */
  readonly origin: string;
  readonly exercise: boolean;
}

/** Opens a copy of a feed; null for what has been erased. Throws MalformedMessage for bytes that are none. */
export function heldCopy(message: StoredMessage): HeldCopy | null {
  const { sequence, payload } = message;
  if (payload.length === 0) return null;
  const { copy, card, storedSections, officers } = StoredCopy.decode(payload);
  const notice = card?.notice;
  if (!copy || !card || !notice) return null;
  const statement = copy.statement ? Statement.decode(copy.statement.body) : null;
  return {
    sequence,
    copy,
    card,
    storedSections,
    officers,
    size: payload.length,
    traceparent: message.header(TRACEPARENT),
    facts: {
      ref: { notice, statement: statement?.id ?? "", reminder: copy.reminder?.of ?? 0 },
      origin: statement?.origin ?? notice.origin,
      exercise: card.exercise,
    },
  };
}

/**
 * Whether this caller may be shown a copy of its participant's feed: named officers alone, when some
 * are named; and who only publishes, its own administration's notices and what is stated about them.
 */
export function maySee(caller: Caller, { officers, card }: HeldCopy): boolean {
  if (officers.length > 0 && !officers.includes(caller.principal)) return false;
  return caller.roles.includes("liaison") || card.notice?.origin === caller.participant;
}

/** Whether a copy passes the reader's filter; statements and reminders pass unless the filter leaves them out. */
export function passes(
  filter: FeedFilter | null,
  held: HeldCopy,
  { participant, directory }: { participant: string; directory: Directory },
): boolean {
  const { copy, card } = held;
  if (filter?.withoutExercises && card.exercise) return false;
  if (copy.statement || copy.reminder) return !filter?.withoutStatements;
  return passesFilter(filter, card, {
    participant,
    title: () => titleOf(copy),
    // Whom it addressed its originator knows anyhow.
    knowsOf: (operation) =>
      card.notice?.origin === participant ||
      mayKnowOf(directory, operation, participant, copy.acceptedAt),
  });
}

function titleOf({ notice }: FeedCopy): string {
  for (const bytes of notice?.sections ?? []) {
    const { type, body } = Section.decode(bytes);
    if (type === SectionType.SUMMARY) return Summary.decode(body).title;
  }
  return "";
}
