import { type OutcomeKnown, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { steps } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { type Kysely, sql, type Transaction } from "kysely";
import { type FeedTables, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream } from "./follow-stream.ts";
import { nameOf } from "./request-status.ts";

type Row = FeedTables["outcome_stated"];

/** Milliseconds in which statements gather: each transaction waits for the disk, which the broker needs too. */
const GATHERED = 100;

/**
 * Keeps what came of notices up with the markers of statements, as `followStream` does. Apart from the lists, with a
 * position of its own: while one instance after the other is replaced, one of an earlier release may keep the lists.
 */
export function keepOutcomes(
  { bus, db, log }: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  const outcomes = {
    filters: [subjects.statementMarkers],
    window: 1_000,
    position: () => retryUntil(() => readPosition(db), signal),
    advance(from: number, messages: readonly StoredMessage[]) {
      const rows = messages.flatMap((message) => outcomeRow(message, log) ?? []);
      const upTo = messages.at(-1)!.sequence;
      return retryUntil(() => advance(db, from, upTo, rows), signal);
    },
    rest: () => GATHERED,
  };
  return followStream(bus, outcomes, signal);
}

async function readPosition(db: Kysely<FeedTables>): Promise<number> {
  const { position } = await db
    .selectFrom("outcome_state")
    .select("position")
    .executeTakeFirstOrThrow();
  return position;
}

/** What a marker says that came of a notice; null when it is of something else, or cannot be read. */
function outcomeRow(
  { sequence, subject, storedAt, payload }: StoredMessage,
  log: Feeds["log"],
): Row | null {
  try {
    const { card, says, outcome } = RoutedMarker.decode(payload);
    if (!card?.notice || says !== steps.outcome) return null;
    const { origin, id } = card.notice;
    // routed.<who stated>.<statement>.0.statement
    const [, participant = ""] = subject.split(".");
    const plainId = id.replaceAll("-", "");
    return { sequence, origin, id: plainId, participant, outcome, stated_at: storedAt };
  } catch (error) {
    log.error({ err: error, sequence }, "a marker cannot be read, and no outcome is told of it");
    return null;
  }
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance(
  db: Kysely<FeedTables>,
  from: number,
  to: number,
  rows: readonly Row[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("outcome_state")
      .set({ position: to })
      .where("position", "=", from)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await insert(transaction, rows);
    return true;
  });
}

/** Puts rows in, but for notices whose content is gone. */
async function insert(transaction: Transaction<FeedTables>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const of = <Name extends keyof Row>(name: Name) => rows.map((row) => row[name]);
  await sql`
    insert into outcome_stated
    select * from unnest(
      ${of("sequence")}::bigint[], ${of("origin")}::text[], ${of("id")}::text[],
      ${of("participant")}::text[], ${of("outcome")}::smallint[], ${of("stated_at")}::bigint[]
    ) as row (sequence, origin, id, participant, outcome, stated_at)
    where not exists (
      select from erased_notice where erased_notice.id = row.id and erased_notice.origin = row.origin
    )
    on conflict (sequence) do nothing`.execute(transaction);
}

/**
 * The last outcome that each participant stated of notices, by `nameOf` them, as the caller may know it: the
 * originator of all, any other of itself alone. Throws `unavailable` while the database does not answer.
 */
export async function outcomesKnown(
  db: Kysely<FeedTables>,
  { participant }: Pick<Caller, "participant">,
  notices: readonly { readonly origin: string; readonly id: string }[],
): Promise<ReadonlyMap<string, Init<OutcomeKnown>[]>> {
  if (notices.length === 0) return new Map();
  const origins = notices.map(({ origin }) => origin);
  const ids = notices.map(({ id }) => id.replaceAll("-", ""));
  const rows = await rowsOf(
    db
      .selectFrom("outcome_stated")
      .selectAll()
      .distinctOn(["origin", "id", "participant"])
      .where(
        sql<boolean>`(origin, id) in (select * from unnest(${origins}::text[], ${ids}::text[]))`,
      )
      .where((its) =>
        its.or([its("origin", "=", participant), its("participant", "=", participant)]),
      )
      .orderBy("origin")
      .orderBy("id")
      .orderBy("participant")
      .orderBy("sequence", "desc"),
  );
  return new Map(
    [...Map.groupBy(rows, nameOf)].map(([name, its]) => [
      name,
      its.map((row) => ({
        participant: row.participant,
        outcome: row.outcome as OutcomeKnown["outcome"],
        statedAt: row.stated_at,
      })),
    ]),
  );
}
