import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { isPassing } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { type Kysely, sql } from "kysely";

/** What the database of the feeds holds: where copies stand and what a filter asks of them; no content. */
export interface FeedTables {
  routed_notice: {
    /** Of the marker in the stream; the copy of the recipient in place n (from 1) stands n after it. */
    sequence: number;
    origin: string;
    kind: number;
    tlp: number;
    recipients: string[];
    countries: string[];
    regions: string[];
    commodity_classes: string[];
    /** Joint operations that it belongs to: to hold it is not enough to be told. */
    operations: string[];
    /** The notice's, without dashes. */
    id: string;
    version: number;
    /**
     * Participants whom it concerns apart from their countries; `ALL` for each that receives it. Null when that is not
     * known, as of a row that an instance of an earlier release wrote: the card in the copy says it.
     */
    concerned: string[] | null;
  };
  /** Notices whose content is gone: they have no rows any more, also when the rows are made again. */
  erased_notice: { origin: string; id: string };
  /** What a notice wants done by a time, by its marker. */
  obligation: {
    sequence: number;
    of: number;
    origin: string;
    /** The notice's, without dashes. */
    id: string;
    version: number;
    /** Unix ms. */
    due_at: number;
    participants: string[];
  };
  /** Who did it, by the marker of the reply or of the statement. */
  obligation_met: {
    sequence: number;
    of: number;
    origin: string;
    id: string;
    participant: string;
    /** Of the reply, without dashes; empty for a statement. */
    reply_id: string;
    reply_version: number;
    /** When not empty, only these officers of the notice's originator may be shown the reply. */
    officers: string[];
  };
  /** What nobody is to do any more, by the marker of the statement. */
  obligation_released: { sequence: number; of: number; origin: string; id: string };
  /** What participants stated that came of a notice, by the marker of the statement. */
  outcome_stated: {
    sequence: number;
    origin: string;
    /** The notice's, without dashes. */
    id: string;
    participant: string;
    outcome: number;
    /** Unix ms. */
    stated_at: number;
  };
  /** One row: the outcomes of all markers up to this place of the stream are in. */
  outcome_state: FollowedTable;
  /** Who holds copies of what was recalled and has not stated yet that they are destroyed. */
  recall_open: {
    /** Of the marker of the recall. */
    sequence: number;
    origin: string;
    /** The notice's, without dashes. */
    id: string;
    participant: string;
    /** When not empty, only these officers of the participant may know of it. */
    officers: string[];
    exercise: boolean;
    /** Unix ms. */
    told_at: number;
  };
  /** One row: the recalls of all markers up to this place of the stream are in. */
  recall_state: FollowedTable;
  /** By what each copy is found: keyed hashes alone. */
  search_entry: {
    /** Of the copy in the stream. */
    sequence: number;
    participant: string;
    origin: string;
    /** The notice's, without dashes. */
    id: string;
    /** Hashes of 64 bits, in decimal. */
    terms: string[];
    /** Those of them that stand in personal sections alone. */
    personal: string[];
  };
  /** One row: all copies up to this place of the stream are in, hashed under the key of this print. */
  search_state: { position: number; key_print: Buffer };
  /** One row: all markers up to this place of the stream are in. */
  projection: FollowedTable;
  /** One row: what page tokens are sealed with, alike for all replicas. */
  page_key: { key: Buffer };
}

/** Up to where markers are in. */
interface FollowedTable {
  position: number;
  /**
   * Where the last of them stood, and when the stream took it in, Unix ms; null when that is not known. Apart from the
   * position, which an instance of an earlier release moves alone.
   */
  read_sequence: number | null;
  read_stored_at: number | null;
}

async function createFeeds(db: Kysely<unknown>): Promise<void> {
  // By bytes, so that an index finds beginnings of ids, whatever the database's language is.
  await sql`
    create table routed_notice (
      sequence bigint primary key, origin text not null, kind smallint not null,
      tlp smallint not null, recipients text[] not null, countries text[] not null,
      regions text[] not null, commodity_classes text[] not null, id text collate "C" not null,
      version integer not null, operations text[] not null
    )`.execute(db);
  await sql`create index on routed_notice (id, sequence)`.execute(db);
  await sql`create index on routed_notice (reverse(id), sequence)`.execute(db);
  await sql`create index on routed_notice using gin (operations)`.execute(db);
  await sql`
    create table erased_notice (
      origin text not null, id text collate "C" not null, primary key (id, origin)
    )`.execute(db);
  // A notice that has ended is still found by the end of its id.
  await sql`create index on erased_notice (reverse(id), origin)`.execute(db);
  await sql`create table projection (position bigint not null)`.execute(db);
  await sql`insert into projection values (0)`.execute(db);
  await sql`create table page_key (key bytea not null)`.execute(db);
  // 244 random bits; gen_random_uuid is PostgreSQL's own strong source.
  await sql`insert into page_key
    values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))`.execute(db);
}

async function createObligations(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table obligation (
      sequence bigint not null, of smallint not null, origin text not null, id text not null,
      version integer not null, due_at bigint not null, participants text[] not null,
      primary key (sequence, of)
    )`.execute(db);
  await sql`create index on obligation (origin, id)`.execute(db);
  await sql`
    create table obligation_met (
      sequence bigint not null, of smallint not null, origin text not null, id text not null,
      participant text not null, reply_id text not null, reply_version integer not null,
      officers text[] not null,
      primary key (sequence, of)
    )`.execute(db);
  await sql`create index on obligation_met (origin, id)`.execute(db);
  await sql`
    create table obligation_released (
      sequence bigint not null, of smallint not null, origin text not null, id text not null,
      primary key (sequence, of)
    )`.execute(db);
  await sql`create index on obligation_released (origin, id)`.execute(db);
}

async function createOutcomes(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outcome_stated (
      sequence bigint primary key, origin text not null, id text not null,
      participant text not null, outcome smallint not null, stated_at bigint not null
    )`.execute(db);
  await sql`create index on outcome_stated (origin, id, sequence)`.execute(db);
}

/** Lists that stand already, and an earlier release that still keeps them, do not know of outcomes. */
async function followOutcomes(db: Kysely<unknown>): Promise<void> {
  await sql`create table outcome_state (position bigint not null)`.execute(db);
  await sql`insert into outcome_state values (0)`.execute(db);
}

async function createRecalls(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table recall_open (
      sequence bigint not null, origin text not null, id text not null, participant text not null,
      officers text[] not null, exercise boolean not null, told_at bigint not null,
      primary key (origin, id, participant)
    )`.execute(db);
  await sql`create index on recall_open (participant, sequence)`.execute(db);
  await sql`create table recall_state (position bigint not null)`.execute(db);
  await sql`insert into recall_state values (0)`.execute(db);
}

/** What was routed before concerns by its countries alone, as the lists had it. */
async function addConcerned(db: Kysely<unknown>): Promise<void> {
  await sql`alter table routed_notice add column concerned text[] not null default '{}'`.execute(
    db,
  );
}

/**
 * Whom a notice concerns is not known of a row without it. What was read last has columns, and open recalls an index, also where
 * `0004-recalls` ran before it was put back to what it first was: some databases had these by it.
 */
async function addLastRead(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table routed_notice alter column concerned drop default, alter column concerned drop not null
  `.execute(db);
  for (const table of ["projection", "outcome_state", "recall_state"]) {
    await sql`
      alter table ${sql.table(table)}
        add column if not exists read_sequence bigint, add column if not exists read_stored_at bigint
    `.execute(db);
  }
  await sql`drop index if exists recall_open_participant_sequence_idx`.execute(db);
  await sql`
    create index if not exists recall_open_participant_exercise_sequence_idx
      on recall_open (participant, exercise, sequence)`.execute(db);
}

async function createSearch(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table search_entry (
      sequence bigint primary key, participant text not null, origin text not null,
      id text not null, terms bigint[] not null, personal bigint[] not null
    )`.execute(db);
  await sql`create index on search_entry using gin (terms)`.execute(db);
  await sql`create index on search_entry (origin, id)`.execute(db);
  await sql`
    create table search_state (position bigint not null, key_print bytea not null)`.execute(db);
  await sql`insert into search_state values (0, '')`.execute(db);
}

export const migrations = {
  "0001-feeds": {
    async up(db: Kysely<unknown>): Promise<void> {
      await createFeeds(db);
      await createObligations(db);
      await createSearch(db);
    },
  },
  "0002-outcomes": { up: createOutcomes },
  "0003-outcomes-followed": { up: followOutcomes },
  "0004-recalls": { up: createRecalls },
  "0005-concerned": { up: addConcerned },
  "0006-last-read": { up: addLastRead },
};

/** In place of participants: each that receives the notice. No participant has this code. */
export const ALL = "*";

/**
 * Where the copies stand that a caller's participant holds, to be narrowed further; who only publishes
 * is shown its own administration's notices alone. What is for named officers the copy itself tells.
 */
export function placesOf(db: Kysely<FeedTables>, { participant, roles }: Caller) {
  const held = db
    .selectFrom("routed_notice")
    .select([
      "sequence",
      "origin",
      "id",
      "kind",
      sql<number>`array_position(recipients, ${participant})`.as("place"),
    ])
    .where(sql<boolean>`recipients && ${[participant]}::text[]`);
  return roles.includes("liaison") ? held : held.where("origin", "=", participant);
}

/** Whether a participant holds a later version of the row's notice as well. */
export function hasLater(participant: string) {
  return sql<boolean>`exists (
    select from routed_notice later
    where later.id = routed_notice.id and later.origin = routed_notice.origin
      and later.version > routed_notice.version and later.recipients && ${[participant]}::text[]
  )`;
}

/** An id as the contract writes it. */
export function withDashes(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The rows of a query. Throws `unavailable` while the database does not answer. */
export async function rowsOf<Row>(query: { execute(): Promise<Row[]> }): Promise<Row[]> {
  try {
    return await query.execute();
  } catch (cause) {
    if (!isPassing(cause)) throw cause;
    throw new HubError("unavailable", "lists are not to be had now: try again", { cause });
  }
}
