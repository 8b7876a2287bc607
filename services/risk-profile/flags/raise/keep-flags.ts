import { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { sql, type Transaction } from "kysely";
import type { ScreeningTables } from "../../tables/tables.ts";
import type { FlagChanges } from "./flag-changes.ts";

/** Rows of one statement: PostgreSQL takes 65,535 values. */
const ROWS = 1_000;

/** A flag was decided on while a transmission was screened: what withdraws it is another thing now. */
export class FlagMoved extends Error {
  override readonly name = "FlagMoved";
}

/** Makes the changes. Throws FlagMoved when they are to be worked out anew. */
export async function keepFlags(
  transaction: Transaction<ScreeningTables>,
  { raised, met, withdrawn }: FlagChanges,
): Promise<void> {
  // In one order, so that no two transactions wait for each other.
  const rows = [...raised].sort((a, b) => a.subject.compare(b.subject));
  for (let at = 0; at < rows.length; at += ROWS) {
    const some = rows.slice(at, at + ROWS);
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("flag")
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== BigInt(some.length)) throw new FlagMoved();
  }
  if (met.length > 0) await meetAgain(transaction, met);
  for (const { participant, flag, state, notice } of withdrawn) {
    const changed = await transaction
      .updateTable("flag")
      .set({ state: FlagState.WITHDRAWN })
      .where("participant", "=", participant)
      .where("id", "=", flag)
      .where("state", "=", state)
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) throw new FlagMoved();
    if (!notice) continue;
    await transaction
      .insertInto("flag_notice")
      .values(notice)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Puts into flags that stand what is known now; what an officer has decided on stays as it was then. */
async function meetAgain(
  transaction: Transaction<ScreeningTables>,
  met: FlagChanges["met"],
): Promise<void> {
  const { participant } = met[0]!;
  const ids = met.map(({ id }) => id);
  const standing = await transaction
    .selectFrom("flag")
    .select("id")
    .where("participant", "=", participant)
    .where("id", "in", ids)
    .where("state", "<>", FlagState.WITHDRAWN)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (standing.length !== met.length) throw new FlagMoved();
  // A message that names no booking leaves the one that was named: by it the flag is withdrawn.
  await sql`
    update flag set
      booking = coalesce(its.booking, flag.booking),
      grade = case when flag.state = ${FlagState.DRAFT} then its.grade else flag.grade end,
      source_version = case when flag.state = ${FlagState.DRAFT} then its.source_version
        else flag.source_version end,
      slot = case when flag.state = ${FlagState.DRAFT} then its.slot else flag.slot end,
      details = case when flag.state = ${FlagState.DRAFT} then its.details else flag.details end
    from unnest(${ids}::text[], ${met.map(({ booking }) => booking)}::bytea[],
      ${met.map(({ grade }) => grade)}::text[],
      ${met.map(({ source_version: version }) => version)}::int[],
      ${met.map(({ slot }) => slot)}::text[],
      ${met.map(({ details }) => details)}::bytea[])
      as its (id, booking, grade, source_version, slot, details)
    where flag.participant = ${participant} and flag.id = its.id`.execute(transaction);
}
