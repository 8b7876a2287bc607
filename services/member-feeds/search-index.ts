import { setImmediate } from "node:timers/promises";
import { RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { kindWords } from "@talanoa/contract/words.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { lastOf } from "@talanoa/platform/bus/read-up-to.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { type Terms, termsOf } from "@talanoa/sharing/search/terms.ts";
import { type Kysely, sql, type Transaction } from "kysely";
import { type FeedTables, rowsOf } from "./database.ts";
import type { Feeds } from "./feeds.ts";
import { followStream } from "./follow-stream.ts";
import { type HeldCopy, heldCopy } from "./held-copy.ts";
import { joined } from "./read-stream.ts";

type Row = FeedTables["search_entry"];
type Indexing = Pick<Feeds, "bus" | "db" | "endings" | "log" | "searchKey">;

/** Milliseconds in which copies gather: each transaction waits for the disk, which the broker needs too. */
const GATHERED = 100;
/** Copies that are hashed before deliveries have their turn. */
const HASHED_AT_ONCE = 8;

/**
 * Copies of notices, of every kind; the markers, of which those of statements tell what is to be taken
 * out; and what closes an erasing, whatever began it.
 */
export const searchFilters: readonly string[] = [
  subjects.markers,
  subjects.erasedRecords,
  ...Object.values(kindWords).map((word) => `feed.*.*.${word}`),
];

const searchedKinds: ReadonlySet<string> = new Set(Object.values(kindWords));

/** Whether a subject is one of these. */
export function isSearched(subject: string): boolean {
  if (subject.startsWith("feed."))
    return searchedKinds.has(subject.slice(subject.lastIndexOf(".") + 1));
  return subject.startsWith("routed.") || subject.startsWith("record.erased.");
}

/**
 * Keeps the search index up with the copies of the stream, as `followStream` does. It writes at most half of the time: when
 * the hub is busy the index falls behind, and deliveries do not.
 */
export function keepSearchIndex(indexing: Indexing, signal: AbortSignal): Promise<void> {
  const { bus, db, searchKey } = indexing;
  const index = {
    // These are nearly all that the stream has. By several filters a reader that is behind costs the broker, for each
    // message, a walk through all subjects of a block (nats-server 2.15.1).
    filters: [],
    wanted: isSearched,
    window: 500,
    place: async () => ({
      position: await retryUntil(() => readPosition(db, searchKey.print), signal),
    }),
    async advance(from: number, messages: readonly StoredMessage[]) {
      const change = await patiently(() => changeOf(indexing, messages), signal);
      const upTo = messages.at(-1)!.sequence;
      return retryUntil(() => advance(indexing, from, upTo, change), signal);
    },
    rest: (_: number, took: number) => Math.max(GATHERED, took),
  };
  return followStream(bus, index, signal);
}

/** Tells whether the index has all that the stream had when this was called first. */
export async function searchCaughtUp(
  { bus, db }: Pick<Feeds, "bus" | "db">,
  signal: AbortSignal,
): Promise<() => Promise<boolean>> {
  const end = await lastOf(bus, { filters: searchFilters, signal });
  let caughtUp = false;
  return async () => {
    if (caughtUp) return true;
    const [row] = await rowsOf(db.selectFrom("search_state").select("position"));
    return (caughtUp = (row?.position ?? 0) >= end);
  };
}

/** The terms of a copy, those of its personal sections with them while these stand for a participant. */
export async function copyTerms(
  feeds: Pick<Feeds, "bus" | "endings">,
  held: HeldCopy,
  participant: string,
): Promise<Terms> {
  const { notice } = await joined(feeds, held, participant);
  return termsOf((notice?.sections ?? []) as Uint8Array[]);
}

/** Takes a notice out of the index: all of it, or what stands in its personal sections. */
export async function forget(
  db: Kysely<FeedTables>,
  { origin, id }: { origin: string; id: string },
  { what, before }: { what: "all" | "personal"; before: number },
): Promise<void> {
  const plain = id.replaceAll("-", "");
  if (what === "all") {
    await sql`delete from search_entry
      where origin = ${origin} and id = ${plain} and sequence < ${before}`.execute(db);
    return;
  }
  await sql`update search_entry
    set personal = '{}', terms = array(select unnest(terms) except select unnest(personal))
    where origin = ${origin} and id = ${plain} and sequence < ${before} and personal <> '{}'`.execute(
    db,
  );
}

interface Change {
  readonly rows: Row[];
  readonly forgotten: {
    readonly notice: { origin: string; id: string };
    readonly what: "all" | "personal";
    readonly before: number;
  }[];
}

async function changeOf(indexing: Indexing, messages: readonly StoredMessage[]): Promise<Change> {
  const { log, searchKey } = indexing;
  const change: Change = { rows: [], forgotten: [] };
  // Copies of one notice stand together, and most are alike.
  let last: { payload: Uint8Array; terms: Terms } | null = null;
  for (const message of messages) {
    const { sequence, subject, payload } = message;
    try {
      if (!subject.startsWith("feed.")) {
        forgottenBy(message, change);
        continue;
      }
      const held = heldCopy(message);
      const notice = held?.card.notice;
      if (!held || !notice) continue;
      if (!last || Buffer.compare(last.payload, payload) !== 0) {
        // As anyone's: the index only finds, and who searches is shown what the copy holds for them.
        last = { payload, terms: await copyTerms(indexing, held, "") };
      }
      const participant = subject.split(".")[1] ?? "";
      const personal = searchKey.hashes(participant, last.terms.personal);
      const terms = [...searchKey.hashes(participant, last.terms.general), ...personal];
      const id = notice.id.replaceAll("-", "");
      change.rows.push({ sequence, participant, origin: notice.origin, id, terms, personal });
      if (change.rows.length % HASHED_AT_ONCE === 0) await setImmediate();
    } catch (error) {
      // The broker is away: the whole batch again.
      if (error instanceof HubError) throw error;
      log.error({ err: error, sequence }, "a copy cannot be read and is not found by search");
    }
  }
  return change;
}

function forgottenBy(message: StoredMessage, { forgotten }: Change): void {
  const { sequence, subject, payload } = message;
  if (subject.startsWith("record.")) {
    const erased = recordOf(message)?.facts?.erased;
    const what = erased && erased.versions > 0 ? "all" : "personal";
    if (erased?.notice) forgotten.push({ notice: erased.notice, what, before: sequence });
    return;
  }
  const { card, says } = RoutedMarker.decode(payload);
  const notice = card?.notice;
  if (!notice) return;
  if (says === "recalled") forgotten.push({ notice, what: "all", before: sequence });
  if (says === "erasure-ordered") forgotten.push({ notice, what: "personal", before: sequence });
}

async function readPosition(db: Kysely<FeedTables>, print: Uint8Array): Promise<number> {
  const row = await db.selectFrom("search_state").selectAll().executeTakeFirstOrThrow();
  if (Buffer.compare(row.key_print, print) === 0) return row.position;
  // Another key than the index was made with, or none yet: what stands there finds nothing any more.
  await db.transaction().execute(async (transaction) => {
    await sql`truncate search_entry`.execute(transaction);
    const key_print = Buffer.from(print);
    await transaction.updateTable("search_state").set({ position: 0, key_print }).execute();
  });
  return 0;
}

/** Whether rows and position are in; false when the position is not where it was expected. */
function advance(
  { db, searchKey }: Indexing,
  from: number,
  to: number,
  { rows, forgotten }: Change,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("search_state")
      .set({ position: to })
      .where("position", "=", from)
      .where("key_print", "=", Buffer.from(searchKey.print))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (rows.length > 0) await insert(transaction, rows);
    for (const { notice, what, before } of forgotten) {
      await forget(transaction, notice, { what, before });
    }
    return true;
  });
}

// unnest takes apart arrays of arrays too: a list in a row goes as words with spaces between.
async function insert(transaction: Transaction<FeedTables>, rows: readonly Row[]): Promise<void> {
  const of = <Name extends keyof Row>(name: Name) => rows.map((row) => row[name]);
  const hashes = (name: "terms" | "personal") => rows.map((row) => row[name].join(" "));
  await sql`
    insert into search_entry
    select sequence, participant, origin, id,
      string_to_array(terms, ' ')::bigint[], string_to_array(personal, ' ')::bigint[]
    from unnest(
      ${of("sequence")}::bigint[], ${of("participant")}::text[], ${of("origin")}::text[],
      ${of("id")}::text[], ${hashes("terms")}::text[], ${hashes("personal")}::text[]
    ) as row (sequence, participant, origin, id, terms, personal)`.execute(transaction);
}
