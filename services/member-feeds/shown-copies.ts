import type { FeedCopy, OutcomeKnown, RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import type { HeldCopy } from "./held-copy.ts";
import { asAsked } from "./read-stream.ts";
import { outcomesKnown } from "./outcomes.ts";
import { acknowledgedAmong, nameOf, requestStatuses } from "./request-status.ts";

/**
 * Copies as they are shown by a door that is asked for notices: whole, or only what a line about each tells; with what
 * became of them.
 */
export async function shownCopies(
  feeds: Pick<Feeds, "bus" | "db" | "endings">,
  caller: Caller,
  copies: readonly HeldCopy[],
  { brief = false } = {},
): Promise<Init<FeedCopy>[]> {
  const { participant } = caller;
  const [shown, known] = await Promise.all([
    Promise.all(copies.map((held) => asAsked(feeds, held, { participant, brief }))),
    knownOf(feeds, caller, copies),
  ]);
  return shown.map((copy, i) => {
    const notice = copies[i]!.card.notice;
    if (!notice || !known) return copy;
    const name = nameOf(notice);
    const requestStatus = known.statuses.get(name);
    const outcomes = known.outcomes.get(name);
    return {
      ...copy,
      acknowledged: known.acknowledged.has(name),
      ...(requestStatus && { requestStatus }),
      ...(outcomes && { outcomes }),
    };
  });
}

/** What became of notices, by their names. */
interface Known {
  readonly statuses: ReadonlyMap<string, Init<RequestStatus>>;
  readonly outcomes: ReadonlyMap<string, Init<OutcomeKnown>[]>;
  readonly acknowledged: ReadonlySet<string>;
}

/** Null while the database is away: a notice is to be had without what became of it. */
async function knownOf(
  { db }: Pick<Feeds, "db">,
  caller: Caller,
  copies: readonly HeldCopy[],
): Promise<Known | null> {
  const notices = copies.flatMap(({ card }) =>
    card.notice ? { origin: card.notice.origin, id: card.notice.id, kind: card.kind } : [],
  );
  try {
    const [statuses, outcomes, acknowledged] = await Promise.all([
      requestStatuses(db, caller, notices, Date.now()),
      outcomesKnown(db, caller, notices),
      acknowledgedAmong(db, caller, notices),
    ]);
    return { statuses, outcomes, acknowledged };
  } catch (error) {
    if (error instanceof HubError && error.code === "unavailable") return null;
    throw error;
  }
}
