import type { OutcomeKnown, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { steps } from "@talanoa/contract/records.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { type Kysely, sql, type Transaction } from "kysely";
import { type FeedTables, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStatements, type Stated } from "./follow-statements.ts";
import { nameOf } from "./request-status.ts";

type Row = FeedTables["outcome_stated"];

/** Keeps what came of notices, as `followStatements` does. */
export function keepOutcomes(
  feeds: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  return followStatements<Row>(
    feeds,
    { state: "outcome_state", read: outcomeRow, put: insert },
    signal,
  );
}

function outcomeRow({ card, says, outcome }: RoutedMarker, { message, by }: Stated): Row | null {
  if (!card?.notice || says !== steps.outcome) return null;
  const { origin, id } = card.notice;
  const { sequence, storedAt: stated_at } = message;
  return { sequence, origin, id: id.replaceAll("-", ""), participant: by, outcome, stated_at };
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
