import type { FeedCopy } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import type { HeldCopy } from "./held-copy.ts";
import { brief, joined } from "./read-stream.ts";
import { acknowledgedAmong, nameOf, requestStatuses } from "./request-status.ts";

/**
 * Copies as they are shown by a door that is asked for notices: whole, or only what a line about each tells; with
 * whether the caller's participant has acknowledged it, and of a request its state.
 */
export async function shownCopies(
  feeds: Pick<Feeds, "bus" | "db" | "endings">,
  caller: Caller,
  copies: readonly HeldCopy[],
  { brief: isBrief = false } = {},
): Promise<Init<FeedCopy>[]> {
  const [shown, standing] = await Promise.all([
    Promise.all(
      copies.map((held) => (isBrief ? brief(held) : joined(feeds, held, caller.participant))),
    ),
    standingOf(feeds, caller, copies),
  ]);
  return shown.map((copy, i) => {
    const notice = copies[i]!.card.notice;
    if (!notice || !standing) return copy;
    const name = nameOf(notice);
    const requestStatus = standing.requests.get(name);
    return {
      ...copy,
      acknowledged: standing.acknowledged.has(name),
      ...(requestStatus && { requestStatus }),
    };
  });
}

/** Null while the database is away: a notice is to be had without it. */
async function standingOf({ db }: Pick<Feeds, "db">, caller: Caller, copies: readonly HeldCopy[]) {
  const notices = copies.flatMap(({ card }) =>
    card.notice ? { origin: card.notice.origin, id: card.notice.id, kind: card.kind } : [],
  );
  try {
    const [requests, acknowledged] = await Promise.all([
      requestStatuses(db, caller, notices, Date.now()),
      acknowledgedAmong(db, caller, notices),
    ]);
    return { requests, acknowledged };
  } catch (error) {
    if (error instanceof HubError && error.code === "unavailable") return null;
    throw error;
  }
}
