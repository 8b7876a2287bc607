import type { LastRead } from "@talanoa/platform/bus/read-from.ts";
import type { Kysely, Transaction } from "kysely";
import type { FeedTables } from "./database.ts";

/** The tables of one row that say up to where rows are in. */
export type PlaceTable = "projection" | "outcome_state" | "recall_state";

/** Up to where rows are in. */
export interface Place {
  /** A sequence of the stream; 0 before the first. */
  readonly position: number;
  /** What was read last, where it is kept: a stream that was put back is noticed by it, however far it has come again. */
  readonly last?: LastRead | null;
}

export async function readPlace(db: Kysely<FeedTables>, table: PlaceTable): Promise<Place> {
  // By name: a column that is missing is an error, and not a place without a last message.
  const row = await db
    .selectFrom(table)
    .select(["position", "read_sequence", "read_stored_at"])
    .executeTakeFirstOrThrow();
  const { position, read_sequence: sequence, read_stored_at: storedAt } = row;
  return { position, last: sequence === null || storedAt === null ? null : { sequence, storedAt } };
}

/** Moves the position to the last message of which rows go in with it; false when it is not where it was expected. */
export async function movePlace(
  transaction: Transaction<FeedTables>,
  table: PlaceTable,
  { from, last: { sequence, storedAt } }: { readonly from: number; readonly last: LastRead },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable(table)
    .set({ position: sequence, read_sequence: sequence, read_stored_at: storedAt })
    .where("position", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
