import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LossyProxy, openLossyProxy } from "../testing/lossy-proxy.ts";
import { openDatabase } from "./database.ts";
import { isPassing, retryUntil } from "./retry.ts";

let folder: string;
let server: PostgresServer;
let proxy: LossyProxy;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "silence-"));
  server = await startTestPostgres({ dir: join(folder, "postgres") });
  proxy = await openLossyProxy(server.port);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = () => {
  const url = server.url("postgres").replace(/127\.0\.0\.1:\d+/, proxy.address);
  return openDatabase({ url, name: "test", migrations: {}, maxConnections: 1, silentFor: 100 });
};

/** What a query fails with, and whether it is passing. */
const failed = (query: Promise<unknown>) =>
  query.then(
    () => "it has been answered",
    (error: unknown) => ({ error: String(error), isPassing: isPassing(error) }),
  );
const silent = { error: "Error: the database server is silent", isPassing: true };

describe("a query that is not answered", () => {
  test("fails for now when the server's host is gone, and the pool goes on when it is back", async () => {
    await using database = await open();
    proxy.deaf = true;
    expect(await failed(database.pool.query("select 1"))).toEqual(silent);
    proxy.deaf = false;
    const { rows } = await retryUntil(() => database.pool.query("select 1 as one"));
    expect(rows).toEqual([{ one: 1 }]);
  });

  test("fails for now when its answer was lost, though the server is there", async () => {
    await using database = await open();
    proxy.deaf = true;
    const asked = failed(database.pool.query("select 1"));
    // The answer has come as far as the proxy by then.
    await using direct = await openDatabase({
      url: server.url("postgres"),
      name: "test",
      migrations: {},
    });
    await direct.pool.query("select pg_sleep(0.05)");
    proxy.deaf = false;
    expect(await asked).toEqual(silent);
  });

  test("is waited for while its answer is on its way, though the server has done its work", async () => {
    await using database = await open();
    proxy.delay = 700;
    const asked = failed(database.pool.query("select 1"));
    await sleep(80);
    // Whoever asks is answered at once.
    proxy.delay = 0;
    expect(await asked).toBe("it has been answered");
  });

  test("is waited for while the server is at work on it", async () => {
    await using database = await open();
    const { rows } = await database.pool.query("select 1 as one from pg_sleep(1.5)");
    expect(rows).toEqual([{ one: 1 }]);
  });
});

test("that server is asked which is at work, also when new connections go to another", async () => {
  await using other = await startTestPostgres({ dir: join(folder, "other") });
  const { username, password } = new URL(server.url("postgres"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  const url = `postgres://${username}@${proxy.address},127.0.0.1:${other.port}/postgres`;
  const options = { url, passwordFile, name: "test", migrations: {}, silentFor: 200 };
  await using database = await openDatabase(options);
  const asked = failed(database.pool.query("select 1 from pg_sleep(3)"));
  // A connection that fails: the next one tries the other server.
  await writeFile(passwordFile, "wrong");
  await expect(database.pool.query("select 1")).rejects.toMatchObject({ code: "28P01" });
  await writeFile(passwordFile, password);
  const port = "select inet_server_port() as port";
  expect((await retryUntil(() => database.pool.query(port))).rows).toEqual([{ port: other.port }]);
  expect(await asked).toBe("it has been answered");
});

test("a connection on which nothing is asked is left alone", async () => {
  await using database = await open();
  const client = await database.pool.connect();
  try {
    const process = "select pg_backend_pid() as process";
    const before = await client.query(process);
    await sleep(600);
    expect((await client.query(process)).rows).toEqual(before.rows);
  } finally {
    // Else the database would be waited for, and the reason never be told.
    client.release();
  }
});
