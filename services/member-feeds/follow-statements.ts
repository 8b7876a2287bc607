import { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Kysely, Transaction } from "kysely";
import type { FeedTables } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream } from "./follow-stream.ts";

/** Milliseconds in which statements gather: each transaction waits for the disk, which the broker needs too. */
const GATHERED = 100;

/** What follows from the markers of statements. */
export interface FollowedStatements<Its> {
  /** The table of one row with the position up to which all are in. */
  readonly state: "outcome_state" | "recall_state";
  /** What a marker says; null when it is of something else. */
  read(marker: RoutedMarker, stated: Stated): Its | null;
  put(transaction: Transaction<FeedTables>, all: readonly Its[]): Promise<void>;
}

/** A statement by its marker in the stream. */
export interface Stated {
  readonly message: StoredMessage;
  /** The participant whose statement it is. */
  readonly by: string;
}

/**
 * Keeps rows up with the markers of statements, as `followStream` does. Apart from the lists, with a position of its own:
 * while one instance after the other is replaced, one of an earlier release may keep the lists.
 */
export function followStatements<Its>(
  { bus, db, log }: Pick<Feeds, "bus" | "db" | "log">,
  its: FollowedStatements<Its>,
  signal: AbortSignal,
): Promise<void> {
  function readOne(message: StoredMessage): Its | null {
    const { sequence, subject, payload } = message;
    try {
      // routed.<who stated>.<statement>.0.statement
      const [, by = ""] = subject.split(".");
      return its.read(RoutedMarker.decode(payload), { message, by });
    } catch (error) {
      log.error({ err: error, sequence }, "a marker cannot be read, and nothing is told by it");
      return null;
    }
  }
  const followed = {
    filters: [subjects.statementMarkers],
    window: 1_000,
    position: () => retryUntil(() => readPosition(db, its.state), signal),
    advance(from: number, messages: readonly StoredMessage[]) {
      const all = messages.flatMap((message) => readOne(message) ?? []);
      const to = messages.at(-1)!.sequence;
      return retryUntil(() => advance(db, its, { from, to, all }), signal);
    },
    rest: () => GATHERED,
  };
  return followStream(bus, followed, signal);
}

async function readPosition(
  db: Kysely<FeedTables>,
  state: FollowedStatements<unknown>["state"],
): Promise<number> {
  const { position } = await db.selectFrom(state).select("position").executeTakeFirstOrThrow();
  return position;
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance<Its>(
  db: Kysely<FeedTables>,
  { state, put }: FollowedStatements<Its>,
  { from, to, all }: { readonly from: number; readonly to: number; readonly all: readonly Its[] },
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable(state)
      .set({ position: to })
      .where("position", "=", from)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await put(transaction, all);
    return true;
  });
}
