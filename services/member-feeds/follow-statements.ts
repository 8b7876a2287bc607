import { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { LastRead } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Kysely, Transaction } from "kysely";
import type { FeedTables } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream, restAfter } from "./follow-stream.ts";
import { movePlace, type PlaceTable, readPlace } from "./place.ts";

/** Statements of which more is looked up at the same time, each by some questions to the broker. */
const READ_AT_ONCE = 100;

/** What follows from the markers of statements. */
export interface FollowedStatements<Its> {
  /** The table of one row with the position up to which all are in. */
  readonly state: Exclude<PlaceTable, "projection">;
  /** What a marker says; null when it is of something else. Waits for the broker where it looks up more. */
  read(marker: RoutedMarker, stated: Stated): Its | null | Promise<Its | null>;
  put(transaction: Transaction<FeedTables>, all: readonly Its[]): Promise<void>;
}

/** A statement by its marker in the stream. */
export interface Stated {
  readonly message: StoredMessage;
  /** The participant whose statement it is. */
  readonly by: string;
}

/**
 * Keeps rows up with the markers of statements, as `followStream` does; what was withheld from everybody, as for an
 * invalid key, is left out. Apart from the lists, with a position of its own: while one instance after the other is
 * replaced, one of an earlier release may keep the lists.
 */
export function followStatements<Its>(
  { bus, db, log }: Pick<Feeds, "bus" | "db" | "log">,
  its: FollowedStatements<Its>,
  signal: AbortSignal,
): Promise<void> {
  async function readOne(message: StoredMessage): Promise<Its | null> {
    const { sequence, subject, payload } = message;
    try {
      const marker = RoutedMarker.decode(payload);
      if (marker.recipients.length === 0) return null;
      // routed.<who stated>.<statement>.0.statement
      const [, by = ""] = subject.split(".");
      return await its.read(marker, { message, by });
    } catch (error) {
      signal.throwIfAborted();
      log.error({ err: error, sequence }, "a marker cannot be read, and nothing is told by it");
      return null;
    }
  }
  const followed = {
    filters: [subjects.statementMarkers],
    window: 2_000,
    place: () => retryUntil(() => readPlace(db, its.state), signal),
    async advance(from: number, messages: readonly StoredMessage[]) {
      const all: Its[] = [];
      for (let at = 0; at < messages.length; at += READ_AT_ONCE) {
        const some = await Promise.all(messages.slice(at, at + READ_AT_ONCE).map(readOne));
        all.push(...some.filter((one) => one !== null));
      }
      const step = { from, last: messages.at(-1)! };
      return retryUntil(() => advance(db, its, step, all), signal);
    },
    rest: restAfter,
  };
  return followStream(bus, followed, signal);
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance<Its>(
  db: Kysely<FeedTables>,
  { state, put }: FollowedStatements<Its>,
  step: { readonly from: number; readonly last: LastRead },
  all: readonly Its[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    if (!(await movePlace(transaction, state, step))) return false;
    await put(transaction, all);
    return true;
  });
}
