import {
  FeedService,
  NoticeHeader,
  type NoticeRef,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedTables, migrations } from "./database.ts";
import { readPlace } from "./place.ts";
import { type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

type Migrations = { readonly [name: string]: { up(db: Kysely<unknown>): Promise<void> } };

async function open(name: string, its: Migrations = migrations) {
  return openDatabase<FeedTables>({ url: hub.postgres.url(name), migrations: its, name: "test" });
}

/** `0004-recalls` in both forms in which it was committed: the columns came into it when it had been applied. */
const recalls = {
  async first(db: Kysely<unknown>) {
    await createRecalls(db);
    await sql`create index on recall_open (participant, sequence)`.execute(db);
  },
  async edited(db: Kysely<unknown>) {
    await createRecalls(db);
    await sql`create index on recall_open (participant, exercise, sequence)`.execute(db);
    for (const table of ["projection", "outcome_state", "recall_state"]) {
      await sql`
        alter table ${sql.table(table)} add column read_sequence bigint, add column read_stored_at bigint
      `.execute(db);
    }
  },
};

async function createRecalls(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table recall_open (
      sequence bigint not null, origin text not null, id text not null, participant text not null,
      officers text[] not null, exercise boolean not null, told_at bigint not null,
      primary key (origin, id, participant)
    )`.execute(db);
  await sql`create table recall_state (position bigint not null)`.execute(db);
  await sql`insert into recall_state values (0)`.execute(db);
}

/** All columns and indexes of a database. */
async function shapeOf(db: Kysely<FeedTables>): Promise<unknown[]> {
  const { rows } = await sql`
    select table_name || '.' || column_name as name, data_type, is_nullable, column_default
    from information_schema.columns where table_schema = 'public'
    union all
    select indexname, indexdef, '', '' from pg_indexes where schemaname = 'public'
    order by name`.execute(db);
  return rows;
}

test("databases end alike, by whichever form of 0004-recalls they were made", async () => {
  await hub.postgres.createDatabase("fresh");
  await using fresh = await open("fresh");
  const shape = await shapeOf(fresh.db);
  const { "0006-last-read": _, ...earlier } = migrations;
  for (const [form, up] of Object.entries(recalls)) {
    await hub.postgres.createDatabase(form);
    await (await open(form, { ...earlier, "0004-recalls": { up } }))[Symbol.asyncDispose]();
    await using upgraded = await open(form);
    expect(await shapeOf(upgraded.db)).toEqual(shape);
    const place = { position: 0, last: null };
    expect(await readPlace(upgraded.db, "projection")).toEqual(place);
    expect(await readPlace(upgraded.db, "recall_state")).toEqual(place);
  }
});

test("a place whose columns are missing is an error", async () => {
  await hub.postgres.createDatabase("behind");
  const { "0006-last-read": _, ...earlier } = migrations;
  await using behind = await open("behind", earlier);
  await expect(readPlace(behind.db, "projection")).rejects.toThrow("read_sequence");
});

/** Lists a notice as an instance of 0.1.0 does, by a statement that knows nothing of whom it concerns. */
async function listAsBefore(db: Kysely<FeedTables>, ref: NoticeRef): Promise<void> {
  const subject = subjects.routed(ref, "first");
  const message = await readMessage(hub.feeds.bus, EXCHANGE, { last_by_subj: subject });
  const { card, recipients } = RoutedMarker.decode(message!.payload);
  const { kind, tlp, countries, regions, commodityClasses, operations } = card!;
  await sql`
    insert into routed_notice
    select ${message!.sequence}::bigint, ${ref.origin}, ${kind}::smallint, ${tlp}::smallint,
      ${recipients}::text[], ${countries}::text[], ${regions}::text[], ${commodityClasses}::text[],
      ${ref.id.replaceAll("-", "")}, ${ref.version}::integer, ${operations}::text[]
  `.execute(db);
}

test("what an instance of an earlier release listed, while it was being replaced, is among what concerns one", async () => {
  const urgent = await hub.publisher.publish("FJ", { precedence: "flash", where: "Suva" });
  const other = await hub.publisher.publish("FJ", { where: "Suva" });
  await hub.postgres.createDatabase("beside");
  {
    await using beside = await open("beside");
    for (const ref of [urgent, other]) await listAsBefore(beside.db, ref);
    const { lastSequence } = await readStreamUsage(hub.feeds.bus);
    await beside.db.updateTable("projection").set({ position: lastSequence }).execute();
  }
  await using replica = await hub.replica({ database: "beside" });
  const client = await hub.client("TO", { port: replica.port });
  const listed = async (filter: object) => {
    const { copies } = await client.call(FeedService.listNotices, { filter });
    return copies.map(({ notice }) => NoticeHeader.decode(notice!.header).id);
  };
  await until(() => listed({}).catch(() => null));
  expect(await listed({})).toEqual([other.id, urgent.id]);
  expect(await listed({ concernsOwnCountry: true })).toEqual([urgent.id]);
});
