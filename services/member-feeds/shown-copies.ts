import type { FeedCopy, RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Feeds } from "./feeds.ts";
import type { HeldCopy } from "./held-copy.ts";
import { joined } from "./read-stream.ts";
import { nameOf, requestStatuses } from "./request-status.ts";

/** Copies as they are shown by a door that is asked for notices: whole, and of a request its state. */
export async function shownCopies(
  feeds: Pick<Feeds, "bus" | "db" | "endings">,
  caller: Caller,
  copies: readonly HeldCopy[],
): Promise<Init<FeedCopy>[]> {
  const [whole, statuses] = await Promise.all([
    Promise.all(copies.map((held) => joined(feeds, held, caller.participant))),
    statusesOf(feeds, caller, copies),
  ]);
  return whole.map((copy, i) => {
    const notice = copies[i]!.card.notice;
    const requestStatus = notice && statuses?.get(nameOf(notice));
    return requestStatus ? { ...copy, requestStatus } : copy;
  });
}

/** Null while the database is away: a notice is to be had without its state. */
async function statusesOf(
  { db }: Pick<Feeds, "db">,
  caller: Caller,
  copies: readonly HeldCopy[],
): Promise<ReadonlyMap<string, Init<RequestStatus>> | null> {
  const notices = copies.flatMap(({ card }) =>
    card.notice ? { origin: card.notice.origin, id: card.notice.id, kind: card.kind } : [],
  );
  try {
    return await requestStatuses(db, caller, notices, Date.now());
  } catch (error) {
    if (error instanceof HubError && error.code === "unavailable") return null;
    throw error;
  }
}
