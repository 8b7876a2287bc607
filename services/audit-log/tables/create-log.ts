import { type Kysely, sql } from "kysely";
import { partitionedTables } from "./partitions.ts";

/** The log's first tables, in a database that has none. */
export async function createLog(db: Kysely<unknown>): Promise<void> {
  await createTree(db);
  await createFinding(db);
  await createArchives(db);
  await createPartitions(db);
}

/**
 * `entries` is the log; `places` are the numbers of a record among those of its parties and notices, in their order,
 * which its parts say. `tiles` is the tree (c2sp.org/tlog-tiles), each tile as wide as the log reaches.
 *
 * Of `log_state`, `partition` is how many entries a partition has; from `compared_sequence` on the stream has each
 * record of the entries from `compared_index` on: less than all after the stream lost its beginning and the log was
 * restored.
 */
async function createTree(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_state (
      id boolean primary key default true check (id),
      position bigint not null,
      size bigint not null,
      root bytea not null,
      partition bigint not null default 1048576 check (partition > 0 and partition % 1024 = 0),
      compared_sequence bigint not null default 1,
      compared_index bigint not null default 0
    )`.execute(db);
  await sql`
    insert into log_state (position, size, root) values (0, 0, sha256(''))`.execute(db);
  await sql`
    create table entries (
      index bigint primary key,
      stream_sequence bigint not null,
      stored_at bigint not null,
      leaf_hash bytea not null,
      record bytea not null,
      entry bytea not null,
      places bigint[] not null
    ) partition by range (index)`.execute(db);
  // Digests do not compress: do not try.
  await sql`alter table entries alter column entry set storage external`.execute(db);
  await sql`
    create table tiles (
      level smallint not null,
      index bigint not null,
      hashes bytea not null,
      primary key (level, index)
    )`.execute(db);
  await sql`alter table tiles alter column hashes set storage external`.execute(db);
  await sql`
    create table checkpoints (
      kind text primary key check (kind in ('signed', 'cosigned')),
      size bigint not null,
      note text not null,
      published_at bigint not null
    )`.execute(db);
  // Tombstones that were seen, and are no entries, until what they stand for is gone from the stream:
  // while both stand, the stream has one record more than the log has entries.
  await sql`
    create table tombstones (sequence bigint primary key, erased bigint not null)`.execute(db);
}

/**
 * The tables that only find entries, and derive from the records: `parts` says which entries a party sees (one more
 * row, of the party `*`, is for those who see all), `notice_entries` where a notice is named, one row a batch, with
 * the number and index of its last record that its originator sees; `party_heads` the same of each party;
 * `operation_entries` where a joint operation is named to a party, and of which notice that is said; `time_spans`
 * between which times entries lie.
 *
 * An actor's rows have indexes that begin with the party, so that who asks for one is answered by an index whoever
 * asks, and with steps or without. Rows of a range of indexes need none: tables are written in its order, so that a
 * summary of each 128 KB is enough, which the scrub brings up to date.
 */
async function createFinding(db: Kysely<unknown>): Promise<void> {
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
    ) partition by range (index)`.execute(db);
  await sql`
    create index parts_by_participant on parts (party, participant, step, index) include (exercise)
    where participant <> ''`.execute(db);
  await sql`
    create index parts_by_principal on parts (party, principal, step, index) include (exercise)
    where principal <> ''`.execute(db);
  await sql`
    create index parts_by_range on parts using brin (index) with (pages_per_range = 16)
  `.execute(db);
  await sql`
    create table notice_entries (
      origin text not null,
      notice text not null,
      first_index bigint not null,
      indexes bigint[] not null,
      versions bigint[] not null,
      ordinal bigint not null,
      last_index bigint not null,
      primary key (origin, notice, first_index)
    ) partition by range (first_index)`.execute(db);
  await sql`
    create index notice_entries_by_range on notice_entries using brin (first_index)
    with (pages_per_range = 16)`.execute(db);
  await sql`
    create table operation_entries (
      party text not null,
      operation text not null,
      index bigint not null,
      origin text not null,
      notice text not null,
      primary key (party, operation, index)
    ) partition by range (index)`.execute(db);
  await sql`
    create index operation_entries_by_range on operation_entries using brin (index)
    with (pages_per_range = 16)`.execute(db);
  await sql`
    create table party_heads (
      party text primary key,
      ordinal bigint not null,
      index bigint not null
    )`.execute(db);
  await sql`
    create table time_spans (
      span bigint primary key,
      min_at bigint not null,
      max_at bigint not null
    )`.execute(db);
  await sql`
    create index time_spans_by_time on time_spans using gist (int8range(min_at, max_at, '[]'))
  `.execute(db);
}

/**
 * What the log must know of entries that stand in files alone: of each partition that was taken out where it
 * is, and where the records of each party and notice ended with it. Hashes and times stay where they are.
 */
async function createArchives(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table archives (
      number bigint primary key,
      name text not null,
      digest bytea not null,
      from_index bigint not null,
      until_index bigint not null,
      last_sequence bigint not null,
      first_at bigint not null,
      last_at bigint not null,
      detached_at bigint not null,
      detached_by text not null
    )`.execute(db);
  await sql`
    create table archived_parties (
      number bigint not null references archives on delete cascade,
      party text not null,
      ordinal bigint not null,
      index bigint not null,
      primary key (number, party)
    )`.execute(db);
  await sql`
    create table archived_notices (
      number bigint not null references archives on delete cascade,
      origin text not null,
      notice text not null,
      ordinal bigint not null,
      last_index bigint not null,
      primary key (origin, notice, number)
    )`.execute(db);
  await sql`create index archived_notices_by_number on archived_notices (number)`.execute(db);
}

/** Rows of a range of indexes share a partition of each table, so that what is old can be detached. */
async function createPartitions(db: Kysely<unknown>): Promise<void> {
  // Made apart and then attached: readers need not wait.
  await sql`
    create function make_partition(number bigint) returns void language plpgsql as $$
    declare
      span constant bigint := (select partition from log_state);
      parent text;
      child text;
    begin
      foreach parent in array array[${sql.join(partitionedTables.map((table) => sql.lit(table)))}] loop
        child := format('%s_%s', parent, number);
        if to_regclass(child) is null then
          execute format('create table %I (like %I including defaults including storage)', child, parent);
          execute format('alter table %I attach partition %I for values from (%s) to (%s)',
            parent, child, number * span, (number + 1) * span);
        end if;
      end loop;
    end $$`.execute(db);
  await sql`select make_partition(0), make_partition(1)`.execute(db);
}
