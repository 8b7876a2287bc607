import { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Kysely, Transaction } from "kysely";
import type { FeedTables } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream } from "./follow-stream.ts";

type Row = FeedTables["recall_open"];

/** What a marker changes in what is to be destroyed; ids without dashes. */
type Change =
  | { readonly change: "recalled"; readonly rows: readonly Row[] }
  | { readonly change: "destroyed"; readonly row: Omit<Row, "officers" | "exercise" | "told_at"> };

/** Milliseconds in which statements gather: each transaction waits for the disk, which the broker needs too. */
const GATHERED = 100;

/**
 * Keeps who has still to destroy its copies of what was recalled up with the markers of statements, as `followStream`
 * does; with a position of its own, as outcomes have it. The rows outlive the notice: it is gone by then.
 */
export function keepRecalls(
  { bus, db, log }: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  const recalls = {
    filters: [subjects.statementMarkers],
    window: 1_000,
    position: () => retryUntil(() => readPosition(db), signal),
    advance(from: number, messages: readonly StoredMessage[]) {
      const changes = messages.flatMap((message) => changeOf(message, log) ?? []);
      const upTo = messages.at(-1)!.sequence;
      return retryUntil(() => advance(db, from, upTo, changes), signal);
    },
    rest: () => GATHERED,
  };
  return followStream(bus, recalls, signal);
}

async function readPosition(db: Kysely<FeedTables>): Promise<number> {
  const { position } = await db
    .selectFrom("recall_state")
    .select("position")
    .executeTakeFirstOrThrow();
  return position;
}

/** Null for a marker that says neither, or cannot be read. */
function changeOf(message: StoredMessage, log: Feeds["log"]): Change | null {
  const { sequence, subject, storedAt: told_at, payload } = message;
  try {
    const { card, says, recipients } = RoutedMarker.decode(payload);
    if (!card?.notice) return null;
    const { origin } = card.notice;
    const id = card.notice.id.replaceAll("-", "");
    // routed.<who stated>.<statement>.0.statement
    const [, by = ""] = subject.split(".");
    if (says === steps.destroyed)
      return { change: "destroyed", row: { sequence, origin, id, participant: by } };
    if (says !== steps.recalled || by !== origin) return null;
    const decisions = recordOf(message)?.facts?.routed?.decisions ?? [];
    const rows = recipients
      .filter((participant) => participant !== origin)
      .map((participant) => ({
        sequence,
        origin,
        id,
        participant,
        officers: decisions.find((its) => its.participant === participant)?.officers ?? [],
        exercise: card.exercise,
        told_at,
      }));
    return { change: "recalled", rows };
  } catch (error) {
    log.error({ err: error, sequence }, "a marker cannot be read, and no recall is listed by it");
    return null;
  }
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance(
  db: Kysely<FeedTables>,
  from: number,
  to: number,
  changes: readonly Change[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("recall_state")
      .set({ position: to })
      .where("position", "=", from)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    for (const its of changes) await apply(transaction, its);
    return true;
  });
}

/** In the order of the stream: what was destroyed before, as of erased persons, answers no recall. */
async function apply(transaction: Transaction<FeedTables>, its: Change): Promise<void> {
  switch (its.change) {
    case "recalled":
      if (its.rows.length === 0) return;
      await transaction
        .insertInto("recall_open")
        .values([...its.rows])
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return;
    case "destroyed":
      await transaction
        .deleteFrom("recall_open")
        .where("origin", "=", its.row.origin)
        .where("id", "=", its.row.id)
        .where("participant", "=", its.row.participant)
        .execute();
      return;
  }
  return its satisfies never;
}
