import type { Step } from "@talanoa/contract/records.ts";
import type { UNKNOWN_STEP } from "@talanoa/sharing/record/entry.ts";
import { type Kysely, sql } from "kysely";
import { createArchives } from "./archives.ts";
import { createProvableLog } from "./provable-log.ts";

/** How a step stands in the database; never change a number. */
export const stepCodes = {
  unknown: 0,
  accepted: 1,
  refused: 2,
  routed: 3,
  released: 4,
  received: 5,
  opened: 6,
  acknowledged: 7,
  "directory-changed": 8,
  queried: 9,
  "consent-asked": 10,
  "consent-granted": 11,
  "consent-refused": 12,
  recalled: 13,
  "erasure-ordered": 14,
  destroyed: 15,
  outcome: 16,
  withdrawn: 17,
  expired: 18,
  erased: 19,
  overdue: 20,
  heads: 21,
  screened: 40,
  "watchlist-changed": 41,
  "flag-decided": 42,
  "profile-changed": 43,
  reidentified: 44,
  "country-groups-changed": 45,
  "profile-tried": 46,
} as const satisfies { readonly [Each in Step | typeof UNKNOWN_STEP]: number };

/** The reader of the whole log, among the parties; no participant's id looks like it. */
export const WHOLE_LOG = "*";

/** Entries that share one row of time_spans. */
export const SPAN = 1024;

/** The log before it had a tree; see provable-log.ts for what it is now. */
async function createLog(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_state (
      id boolean primary key default true check (id),
      position bigint not null,
      size bigint not null
    )`.execute(db);
  await sql`insert into log_state (position, size) values (0, 0)`.execute(db);
  await sql`
    create table entries (
      index bigint primary key,
      stream_sequence bigint not null,
      stored_at bigint not null,
      leaf_hash bytea not null,
      record bytea not null,
      entry bytea not null
    )`.execute(db);
  // Digests do not compress: do not try.
  await sql`alter table entries alter column entry set storage external`.execute(db);
  await sql`
    create table parts (
      index bigint not null,
      at bigint not null,
      step smallint not null,
      exercise boolean not null,
      party text not null,
      participant text not null,
      principal text not null,
      primary key (party, step, index) include (exercise, participant)
    )`.execute(db);
  await sql`
    create index parts_by_principal on parts (party, principal, index)
    where principal <> ''`.execute(db);
  await sql`
    create index parts_by_participant on parts (participant, index)
    where party = '*'`.execute(db);
  await sql`
    create table notice_entries (
      origin text not null,
      notice text not null,
      version integer not null,
      first_index bigint not null,
      indexes bigint[] not null,
      primary key (origin, notice, version, first_index)
    )`.execute(db);
  await sql`
    create table time_spans (
      span bigint primary key,
      min_at bigint not null,
      max_at bigint not null
    )`.execute(db);
}

async function createTombstones(db: Kysely<unknown>): Promise<void> {
  await sql`create table tombstones (sequence bigint primary key, erased bigint not null)`.execute(
    db,
  );
}

/**
 * Rows of a range of indexes are read without an index for it: both tables are written in its order, so that
 * a summary of each 128 KB is enough. The scrub brings the summaries up to date.
 */
async function createRanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index parts_by_range on parts using brin (index) with (pages_per_range = 16)
  `.execute(db);
  await sql`
    create index notice_entries_by_range on notice_entries using brin (first_index)
    with (pages_per_range = 16)`.execute(db);
}

/**
 * Who asks for one participant or officer is answered by an index whoever asks, and with steps or without.
 * Before, in a log of 1 M entries, a participant's auditor who asked for one other participant waited 12 ms for
 * all rows of its own to be read, and the more, the longer the log and the rarer the other; who asked for a
 * rare step of an officer, for all that officer's rows.
 */
async function findByActor(db: Kysely<unknown>): Promise<void> {
  // A long log takes a while.
  await sql`set local statement_timeout = 0`.execute(db);
  await sql`drop index parts_by_participant, parts_by_principal`.execute(db);
  await sql`
    create index parts_by_participant on parts (party, participant, step, index) include (exercise)
    where participant <> ''`.execute(db);
  await sql`
    create index parts_by_principal on parts (party, principal, step, index) include (exercise)
    where principal <> ''`.execute(db);
}

/** Spans of a time are found by an index: the more, the longer the log, were read before. */
async function findByTime(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index time_spans_by_time on time_spans using gist (int8range(min_at, max_at, '[]'))
  `.execute(db);
}

export const migrations = {
  "0001-log": { up: createLog },
  "0002-tombstones": { up: createTombstones },
  "0003-provable-log": { up: createProvableLog },
  "0004-ranges": { up: createRanges },
  "0005-find-by-actor": { up: findByActor },
  "0006-archives": { up: createArchives },
  "0007-find-by-time": { up: findByTime },
};
