import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openGauges } from "../telemetry/gauges.ts";
import { observeDatabase } from "./observe-database.ts";

const STANDBYS = 'ANY 1 ("postgres-1", "postgres-2")';

let folder: string;
let server: PostgresServer;
let operator: pg.Client;
let service: pg.Pool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "observed-"));
  server = await startTestPostgres({ dir: join(folder, "postgres") });
  operator = new pg.Client(server.url("postgres"));
  await operator.connect();
  // As deploy/postgres/create.sql makes it: with a database of its own, and no further rights.
  await operator.query("create role service login password 'its own'");
  await operator.query("create database service owner service");
  const way = { host: "127.0.0.1", port: server.port, database: "service" };
  service = new pg.Pool({ ...way, user: "service", password: "its own" });
});
afterAll(async () => {
  await service?.end();
  await operator?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => commitsWaitFor(""));

async function commitsWaitFor(names: string): Promise<void> {
  await operator.query(`alter system set synchronous_standby_names = ${pg.escapeLiteral(names)}`);
  await operator.query("select pg_reload_conf()");
  const told = async () => {
    const { rows } = await service.query<{ its: string }>(
      "select current_setting('synchronous_standby_names') as its",
    );
    return rows[0]?.its;
  };
  await expect.poll(told).toBe(names);
}

/** The database as the service sees it, where commits are meant to wait for so many standbys. */
async function seen(standbys: number): Promise<{ [measure: string]: number }> {
  using gauges = openGauges();
  observeDatabase(gauges, service, standbys);
  const readings = (await gauges.read()).map(({ measure, value }) => [measure, value]);
  const { "database.size": size, ...others } = Object.fromEntries(readings) as Awaited<
    ReturnType<typeof seen>
  >;
  expect(size).toBeGreaterThan(1_000_000);
  return others;
}

/** Connects as a standby of this name does; it takes nothing. */
async function connectStandby(name: string): Promise<AsyncDisposable> {
  const connectionString = server.url("postgres");
  const options = { connectionString, application_name: name, replication: "true" };
  const standby = new pg.Client(options);
  await standby.connect();
  await standby.query("IDENTIFY_SYSTEM");
  return { [Symbol.asyncDispose]: () => standby.end() };
}

test("is seen also while all connections of the service are taken", async () => {
  const taken = await Promise.all(Array.from({ length: 10 }, () => service.connect()));
  try {
    expect(await seen(0)).toEqual({ "database.available": 1 });
  } finally {
    for (const client of taken) client.release();
  }
});

test("a single server, as it is meant to be, says nothing of standbys", async () => {
  expect(await seen(0)).toEqual({ "database.available": 1 });
});

test("a server that is meant to have a standby, and waits for none, is alone", async () => {
  expect(await seen(1)).toEqual({ "database.available": 1, "database.alone": 1 });
});

test("a standby for which commits wait is away until it is connected, as a user without rights sees it", async () => {
  await commitsWaitFor(STANDBYS);
  const away = { "database.available": 1, "database.alone": 0, "database.standby.away": 1 };
  expect(await seen(1)).toEqual(away);
  await using _copying = await connectStandby("pg_basebackup");
  expect(await seen(1)).toEqual(away);
  await using _standby = await connectStandby("postgres-2");
  expect(await seen(1)).toEqual({ ...away, "database.standby.away": 0 });
});

test("a standby is away that is connected and keeps a commit of the service waiting", async () => {
  await commitsWaitFor(STANDBYS);
  await using _standby = await connectStandby("postgres-2");
  expect(await seen(1)).toMatchObject({ "database.standby.away": 0 });
  const commit = service.query("create table waits (its integer)");
  await expect
    .poll(() => seen(1), { timeout: 20_000, interval: 500 })
    .toMatchObject({ "database.standby.away": 1 });
  await commitsWaitFor("");
  await commit;
  expect(await seen(0)).toEqual({ "database.available": 1 });
}, 60_000);
