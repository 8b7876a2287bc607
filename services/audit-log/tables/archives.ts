import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { type Kysely, sql } from "kysely";
import type { ClientBase, Pool } from "pg";

type Client = Pick<ClientBase | Pool, "query">;

/**
 * What the log must know of entries that stand in files alone: of each partition that was taken out where it
 * is, and where the records of each party and notice ended with it. Hashes and times stay where they are.
 *
 * `log_state.partition` is how many entries a partition has; from `compared_sequence` on the stream has each record
 * of the entries from `compared_index` on: less than all after the stream lost its beginning and the log was restored.
 */
export async function createArchives(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table log_state
      add column partition bigint not null default 1048576
        check (partition > 0 and partition % 1024 = 0),
      add column compared_sequence bigint not null default 1,
      add column compared_index bigint not null default 0`.execute(db);
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
  await sql`
    create or replace function make_partition(number bigint) returns void language plpgsql as $$
    declare
      span constant bigint := (select partition from log_state);
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
}

export const DAY = 86_400_000;

/** When the day (UTC) of a time began, both in Unix ms. */
export function dayOf(at: number): number {
  return at - (at % DAY);
}

/**
 * The archives that have the beginning of the log, the oldest first; none when all of it stands in the tables. Their
 * times are the beginning of the first and the end of the last day: those of single records are not for all to see.
 */
export async function readArchives(client: Client): Promise<LogArchive[]> {
  const { rows } = await client.query<LogArchive>({
    name: "read-archives",
    text: `
      select name, from_index as "fromIndex", until_index as "untilIndex", first_at as "firstAt",
        last_at as "lastAt"
      from archives order by number`,
  });
  return rows.map((its) => ({
    ...its,
    firstAt: dayOf(its.firstAt),
    lastAt: dayOf(its.lastAt) + DAY - 1,
  }));
}

/** The index of the first entry that stands in the tables. */
export async function readBeginning(client: Client): Promise<number> {
  const { rows } = await client.query<{ index: number }>({
    name: "read-beginning",
    text: "select coalesce(max(until_index), 0) as index from archives",
  });
  return rows[0]!.index;
}
