import { type NoticeRef, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { type LastRead, readFrom } from "@talanoa/platform/bus/read-from.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { concernsAll } from "@talanoa/sharing/feed/card.ts";
import { type Kysely, sql } from "kysely";
import { ALL, type FeedTables, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream, restAfter } from "./follow-stream.ts";
import { insertObligations, type ObligationRows, obligationRows } from "./obligations.ts";
import { movePlace, type PlaceTable, readPlace } from "./place.ts";

/** As this release writes it: it knows whom a notice concerns. */
type Row = FeedTables["routed_notice"] & { readonly concerned: string[] };

/** Keeps the lists up with the markers of the stream, as `followStream` does. */
export function keepProjection(
  { bus, db, log }: Pick<Feeds, "bus" | "db" | "log">,
  signal: AbortSignal,
): Promise<void> {
  const lists = {
    filters: [subjects.markers],
    window: 2_000,
    place: () => retryUntil(() => readPlace(db, "projection"), signal),
    advance(from: number, messages: readonly StoredMessage[]) {
      const rows = messages.flatMap((message) => rowsOfMarker(message, log) ?? []);
      const step = { from, last: messages.at(-1)! };
      return retryUntil(() => advance(db, step, rows), signal);
    },
    rest: restAfter,
  };
  return followStream(bus, lists, signal);
}

/**
 * Takes notices whose content is gone out of the lists, until the signal aborts. All that ever went is
 * looked at again at each start: what has no rows any more loses none. Rejects as `keepProjection` does.
 */
export async function forgetErased(
  { bus, db }: Pick<Feeds, "bus" | "db">,
  signal: AbortSignal,
): Promise<void> {
  const options = { filters: [subjects.erasedRecords], startSequence: 1, signal };
  for await (const messages of readFrom(bus, options)) {
    const gone = messages.flatMap((message) => {
      const facts = recordOf(message)?.facts?.erased;
      return facts?.notice && facts.versions > 0 ? facts.notice : [];
    });
    if (gone.length > 0) await retryUntil(() => forget(db, gone), signal);
  }
}

function forget(db: Kysely<FeedTables>, gone: readonly NoticeRef[]): Promise<void> {
  const origins = gone.map(({ origin }) => origin);
  const ids = gone.map(({ id }) => plainId(id));
  const named = sql`unnest(${origins}::text[], ${ids}::text[]) as gone (origin, id)`;
  return db.transaction().execute(async (transaction) => {
    // Rows that are being written wait for this, or this for them: none is written after it.
    await sql`select position from projection for update`.execute(transaction);
    await sql`select position from outcome_state for update`.execute(transaction);
    await sql`insert into erased_notice select * from ${named} on conflict do nothing`.execute(
      transaction,
    );
    for (const table of perNotice) {
      const its = sql.table(table);
      await sql`
        delete from ${its} using ${named} where ${its}.id = gone.id and ${its}.origin = gone.origin
      `.execute(transaction);
    }
  });
}

/** What the lists hold of a notice. */
const perNotice = [
  "routed_notice",
  "obligation",
  "obligation_met",
  "obligation_released",
  "outcome_stated",
] as const;

/** An id without its dashes, as it is looked for. */
function plainId(id: string): string {
  return id.replaceAll("-", "");
}

/**
 * Gives a check that throws `unavailable` until the lists hold all that the stream has now: an answer
 * from lists that are still being made would say of a notice that it does not exist.
 */
export async function checkCaughtUp(
  { bus, db }: Pick<Feeds, "bus" | "db">,
  signal: AbortSignal,
  /** Which markers the lists are made of, and where their position stands. */
  {
    markers = subjects.markers,
    state = "projection",
  }: { markers?: string; state?: PlaceTable } = {},
): Promise<() => Promise<void>> {
  const filter = { last_by_subj: markers };
  const last = await patiently(() => readMessage(bus, EXCHANGE, filter), signal);
  const end = last?.sequence ?? 0;
  let caughtUp = false;
  return async () => {
    if (caughtUp) return;
    const [row] = await rowsOf(db.selectFrom(state).select("position"));
    caughtUp = (row?.position ?? 0) >= end;
    if (!caughtUp) {
      throw new HubError("unavailable", "the lists are being made: try again in a moment");
    }
  };
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance(
  db: Kysely<FeedTables>,
  step: { readonly from: number; readonly last: LastRead },
  rows: readonly MarkerRows[],
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    if (!(await movePlace(transaction, "projection", step))) return false;
    const routed = rows.flatMap((its) => its.routed ?? []);
    if (routed.length > 0) await insert(routed).execute(transaction);
    await insertObligations(
      transaction,
      rows.map((its) => its.obligations),
    );
    return true;
  });
}

// unnest takes apart arrays of arrays too: what is a list in a row goes as words with spaces between.
function insert(rows: readonly Row[]) {
  const of = <Name extends keyof Row>(name: Name) => rows.map((row) => row[name]);
  const words = (
    name: "recipients" | "countries" | "regions" | "commodity_classes" | "operations" | "concerned",
  ) => rows.map((row) => row[name].join(" "));
  return sql`
    insert into routed_notice
    select sequence, origin, kind, tlp, string_to_array(recipients, ' '),
      string_to_array(countries, ' '), string_to_array(regions, ' '), string_to_array(classes, ' '),
      id, version, string_to_array(operations, ' '), string_to_array(concerned, ' ')
    from unnest(
      ${of("sequence")}::bigint[], ${of("origin")}::text[], ${of("kind")}::smallint[],
      ${of("tlp")}::smallint[], ${words("recipients")}::text[], ${words("countries")}::text[],
      ${words("regions")}::text[], ${words("commodity_classes")}::text[], ${of("id")}::text[],
      ${of("version")}::integer[], ${words("operations")}::text[],
      ${words("concerned")}::text[]
    ) as row (
      sequence, origin, kind, tlp, recipients, countries, regions, classes, id, version, operations,
      concerned
    )
    where not exists (
      select from erased_notice where erased_notice.id = row.id and erased_notice.origin = row.origin
    )`;
}

/** What one marker puts into the database. */
interface MarkerRows {
  /** Null for a statement's marker, and for one without recipients. */
  readonly routed: Row | null;
  readonly obligations: ObligationRows;
}

/** The rows of a marker; null for one that is not readable. */
function rowsOfMarker(message: StoredMessage, log: Feeds["log"]): MarkerRows | null {
  const { sequence, payload } = message;
  try {
    const marker = RoutedMarker.decode(payload);
    return {
      routed: rowOf(sequence, marker),
      obligations: obligationRows(message, marker),
    };
  } catch (error) {
    log.error({ err: error, sequence }, "a marker cannot be read and is left out of lists");
    return null;
  }
}

function rowOf(sequence: number, { card, recipients, statement }: RoutedMarker): Row | null {
  if (!card?.notice || statement || recipients.length === 0) return null;
  return {
    sequence,
    origin: card.notice.origin,
    kind: card.kind,
    tlp: card.tlp,
    recipients,
    countries: card.countries,
    regions: card.regions,
    commodity_classes: card.commodityClasses,
    id: plainId(card.notice.id),
    version: card.notice.version,
    operations: card.operations,
    concerned: concernsAll(card) ? [ALL] : card.named,
  };
}
