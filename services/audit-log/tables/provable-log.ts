import { type Kysely, sql } from "kysely";

/** Entries that share one partition of each table, as it was first made; log_state says it now. */
const PARTITION = 2 ** 20;

/**
 * The log with its tree. It is written anew from the stream, which has every record: the log before
 * this had no tree, and no checkpoint of it was ever shown.
 *
 * `entries` is the log; `places` are the numbers of a record among those of its parties and notices, in
 * their order, which its parts say. `tiles` is the tree (c2sp.org/tlog-tiles), each tile as wide as the
 * log reaches. The other tables only find rows, and derive from the records: `parts` says which entries
 * a party sees (one more row, of the party `*`, is for those who see all), `notice_entries` where a
 * notice is named, one row a batch, with the number and index of its last record that its originator
 * sees; `party_heads` the same of each party; `time_spans` between which times entries lie.
 *
 * Rows of a range of indexes share a partition of each table, so that what is old can be detached.
 */
export async function createProvableLog(db: Kysely<unknown>): Promise<void> {
  await sql`drop table log_state, entries, parts, notice_entries, time_spans, tombstones`.execute(
    db,
  );
  await sql`
    create table log_state (
      id boolean primary key default true check (id),
      position bigint not null,
      size bigint not null,
      root bytea not null
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
    create index parts_by_principal on parts (party, principal, index)
    where principal <> ''`.execute(db);
  await sql`
    create index parts_by_participant on parts (participant, index)
    where party = '*'`.execute(db);
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
    create table tiles (
      level smallint not null,
      index bigint not null,
      hashes bytea not null,
      primary key (level, index)
    )`.execute(db);
  await sql`alter table tiles alter column hashes set storage external`.execute(db);
  // Tombstones that were seen, and are no entries, until what they stand for is gone from the stream:
  // while both stand, the stream has one record more than the log has entries.
  await sql`create table tombstones (sequence bigint primary key, erased bigint not null)`.execute(
    db,
  );
  await sql`
    create table checkpoints (
      kind text primary key check (kind in ('signed', 'cosigned')),
      size bigint not null,
      note text not null,
      published_at bigint not null
    )`.execute(db);
  // Made apart and then attached: readers need not wait.
  await sql`
    create function make_partition(number bigint) returns void language plpgsql as $$
    declare
      span constant bigint := ${sql.lit(PARTITION)};
      parent text;
      child text;
    begin
      foreach parent in array array['entries', 'parts', 'notice_entries'] loop
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
