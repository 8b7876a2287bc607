import type { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { steps } from "@talanoa/contract/records.ts";
import { readAllMarkers } from "@talanoa/platform/bus/markers.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { holdersOfAny } from "@talanoa/sharing/routing/earlier-readers.ts";
import { sql, type Transaction } from "kysely";
import type { FeedTables } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStatements, type Stated } from "./follow-statements.ts";

type Row = FeedTables["recall_open"];
/** Whose copies of which notice. */
type Held = Pick<Row, "origin" | "id" | "participant">;

/** What a marker changes in what is to be destroyed; ids without dashes. */
type Change =
  | { readonly change: "recalled"; readonly rows: readonly Row[] }
  | { readonly change: "destroyed"; readonly held: Held };

/**
 * Keeps who has still to destroy its copies of what was recalled, as `followStatements` does. The rows outlive the notice: it
 * is gone by then.
 */
export function keepRecalls(
  feeds: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  return followStatements<Change>(
    feeds,
    {
      state: "recall_state",
      read: (marker, stated) => changeOf(feeds, marker, stated, signal),
      put: apply,
    },
    signal,
  );
}

/**
 * What a marker changes. Open is a recall for whoever holds a copy by the markers of the notice, not for whoever is told:
 * who is suspended is told nothing and has copies all the same, and who was about to be given one is told and gets none,
 * so that it could not answer.
 */
async function changeOf(
  { bus }: Pick<Feeds, "bus">,
  { card, says }: RoutedMarker,
  { message, by }: Stated,
  signal: AbortSignal,
): Promise<Change | null> {
  const notice = card?.notice;
  if (!notice) return null;
  const { origin } = notice;
  const id = notice.id.replaceAll("-", "");
  if (says === steps.destroyed)
    return { change: "destroyed", held: { origin, id, participant: by } };
  if (says !== steps.recalled || by !== origin) return null;
  const { sequence, storedAt: told_at } = message;
  const { exercise } = card;
  const holders = holdersOfAny(await patiently(() => readAllMarkers(bus, notice), signal));
  holders.delete(origin);
  const rows = [...holders].map(([participant, officers]) => {
    return { sequence, origin, id, participant, officers: [...officers], exercise, told_at };
  });
  return { change: "recalled", rows };
}

/** In the order of the stream: what was destroyed before, as of erased persons, answers no recall. */
async function apply(
  transaction: Transaction<FeedTables>,
  changes: readonly Change[],
): Promise<void> {
  const destroyed = new Map<string, Held>();
  const open = new Map<string, Row>();
  for (const its of changes) {
    switch (its.change) {
      case "recalled":
        for (const row of its.rows) if (!open.has(nameOf(row))) open.set(nameOf(row), row);
        break;
      case "destroyed":
        destroyed.set(nameOf(its.held), its.held);
        open.delete(nameOf(its.held));
    }
  }
  if (destroyed.size > 0) await remove(transaction, [...destroyed.values()]);
  if (open.size > 0) await insert(transaction, [...open.values()]);
}

function nameOf({ origin, id, participant }: Held): string {
  return `${origin}/${id}/${participant}`;
}

async function remove(transaction: Transaction<FeedTables>, all: readonly Held[]): Promise<void> {
  const of = (name: keyof Held) => all.map((held) => held[name]);
  await sql`
    delete from recall_open using unnest(
      ${of("origin")}::text[], ${of("id")}::text[], ${of("participant")}::text[]
    ) as destroyed (origin, id, participant)
    where recall_open.origin = destroyed.origin and recall_open.id = destroyed.id
      and recall_open.participant = destroyed.participant`.execute(transaction);
}

// As JSON, which takes lists in a row: unnest takes apart arrays of arrays too.
async function insert(transaction: Transaction<FeedTables>, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into recall_open (sequence, origin, id, participant, officers, exercise, told_at)
    select sequence, origin, id, participant, officers, exercise, told_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      sequence bigint, origin text, id text, participant text, officers text[], exercise boolean,
      told_at bigint
    )
    on conflict do nothing`.execute(transaction);
}
