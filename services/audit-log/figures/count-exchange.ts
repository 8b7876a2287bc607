import { setImmediate } from "node:timers/promises";
import type { NoticeRef, Record } from "@talanoa/contract/generated/talanoa.ts";
import { readRecord } from "@talanoa/sharing/record/entry.ts";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { findEntries } from "../ask/find-entries.ts";
import { stepCodes } from "../tables/migrations.ts";
import type { Filter } from "../ask/question.ts";
import { countedSteps, type Tally } from "./tally.ts";

/** Records that are read together. */
const PAGE = 5_000;
// Decoding thousands in a row would keep who writes the log waiting.
const AT_ONCE = 200;
/** Notices that are looked up together. */
const LOOKED_UP = 1_000;
/** Milliseconds by which the clocks of two services may differ. */
const SKEW = 60_000;

export interface Counting {
  readonly db: Kysely<unknown>;
  readonly reader: string;
  readonly filter: Filter;
  /** The log's size up to which is counted. */
  readonly end: number;
  /** Counting stops when it aborts. */
  readonly signal: AbortSignal;
}

/** Adds to a tally all that the reader's parts match. Throws the signal's reason when it aborts. */
export async function countExchange(counting: Counting, tally: Tally): Promise<void> {
  const { db, filter, end, signal } = counting;
  let next: Promise<Page> | undefined = readPage(counting);
  while (next) {
    const { records, after }: Page = await next;
    // The database reads on while these are counted.
    next = after === undefined ? undefined : readPage(counting, after);
    next?.catch(() => {});
    await eachRecord(counting, records, (record) => tally.add(record));
  }
  for (const look of [acceptedFirst, acceptedLater]) {
    for (const notices of chunks(tally.undated())) {
      signal.throwIfAborted();
      for (const { acceptedAt, ...notice } of await look(db, notices, end)) {
        tally.date(notice, acceptedAt);
      }
    }
  }
  if (filter.from === 0) return;
  for (const notices of chunks(tally.olderThan(filter.from + SKEW))) {
    signal.throwIfAborted();
    const found = await earlierDeeds(db, notices, filter, end);
    const records = await readRecords(db, found);
    await eachRecord(counting, records, (record) => tally.forget(record));
  }
}

interface Page {
  readonly records: readonly Buffer[];
  /** Where the next begins; undefined after the last. */
  readonly after: number | undefined;
}

async function readPage({ db, reader, filter, end }: Counting, after?: number): Promise<Page> {
  const wanted = { ...filter, steps: countedSteps };
  const page = after === undefined ? { end } : { end, after };
  const found = await findEntries(db, reader, wanted, page, PAGE);
  const more = found.length === PAGE ? found.at(-1) : undefined;
  return { records: await readRecords(db, found), after: more };
}

async function readRecords(db: Kysely<unknown>, indexes: readonly number[]): Promise<Buffer[]> {
  if (indexes.length === 0) return [];
  const { rows } = await sql<{ record: Buffer }>`
    select record from entries where index = any(${indexes}::bigint[])
  `.execute(db);
  return rows.map(({ record }) => record);
}

async function eachRecord(
  { signal }: Counting,
  records: readonly Buffer[],
  take: (record: Record) => void,
): Promise<void> {
  for (const [i, bytes] of records.entries()) {
    if (i % AT_ONCE === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    const record = readRecord(bytes);
    if (record) take(record);
  }
}

type Accepted = NoticeRef & { readonly acceptedAt: number };

/**
 * When versions were accepted, which whoever holds a copy was told with it: of those that nothing named
 * before. One look for each, where `acceptedLater` goes through all that names it.
 */
async function acceptedFirst(
  db: Kysely<unknown>,
  notices: readonly NoticeRef[],
  end: number,
): Promise<Accepted[]> {
  const { rows } = await sql<Accepted>`
    select asked.origin, asked.id, asked.version, accepted.at as "acceptedAt"
    from ${refs(notices)} as asked (origin, id, version)
    cross join lateral (
      select min(spot.index) as index
      from notice_entries n cross join unnest(n.indexes, n.versions) as spot (index, version)
      where n.origin = asked.origin and n.notice = asked.id and spot.version = asked.version
    ) as named
    -- A limit, so that it is looked up by its key, however little the planner knows of the tables.
    cross join lateral (
      select p.at from parts p
      where p.party = '*' and p.step = ${stepCodes.accepted} and p.index = named.index
        and p.index < ${end}
      limit 1
    ) as accepted
  `.execute(db);
  return rows;
}

/** The same of versions that were refused or asked about before they were accepted. */
async function acceptedLater(
  db: Kysely<unknown>,
  notices: readonly NoticeRef[],
  end: number,
): Promise<Accepted[]> {
  const { rows } = await sql<Accepted>`
    select asked.origin, asked.id, asked.version, accepted.at as "acceptedAt"
    from ${refs(notices)} as asked (origin, id, version)
    cross join lateral (
      select p.at
      from notice_entries n
      cross join unnest(n.indexes, n.versions) as spot (index, version)
      join parts p
        on p.party = '*' and p.step = ${stepCodes.accepted} and p.index = spot.index
      where n.origin = asked.origin and n.notice = asked.id and spot.version = asked.version
        and p.index < ${end}
      order by spot.index limit 1
    ) as accepted
  `.execute(db);
  return rows;
}

function refs(notices: readonly NoticeRef[]): RawBuilder<unknown> {
  return sql`unnest(
    ${notices.map(({ origin }) => origin)}::text[],
    ${notices.map(({ id }) => id)}::text[],
    ${notices.map(({ version }) => version)}::bigint[]
  )`;
}

/** Where it stands that these notices were received or acknowledged before the filter's time. */
async function earlierDeeds(
  db: Kysely<unknown>,
  notices: readonly NoticeRef[],
  { from, participant, exercises }: Filter,
  end: number,
): Promise<number[]> {
  const { rows } = await sql<{ index: number }>`
    select distinct p.index
    from unnest(
      ${notices.map(({ origin }) => origin)}::text[],
      ${notices.map(({ id }) => id)}::text[]
    ) as asked (origin, id)
    join notice_entries n on n.origin = asked.origin and n.notice = asked.id
    cross join unnest(n.indexes) as spot (index)
    join parts p
      on p.party = '*' and p.step in (${stepCodes.received}, ${stepCodes.acknowledged})
      and p.index = spot.index
    where p.at < ${from} and p.index < ${end}
      and ${participant}::text in ('', p.participant) and (${exercises}::boolean or not p.exercise)
  `.execute(db);
  return rows.map(({ index }) => index);
}

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += LOOKED_UP) yield items.slice(at, at + LOOKED_UP);
}
