import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@talanoa/devstack/free-port.ts";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { connectionOptions } from "./access.ts";
import { isPassing, retryUntil } from "./retry.ts";
import { serverUrls } from "./servers.ts";

describe("an address with several servers", () => {
  test("is one address for each", () => {
    expect(serverUrls("postgres://log:secret@one:5432,two/log")).toEqual([
      "postgres://log:secret@one:5432/log",
      "postgres://log:secret@two/log",
    ]);
    expect(serverUrls("postgres://log@[::1]:5432/log")).toEqual(["postgres://log@[::1]:5432/log"]);
    expect(serverUrls("no address")).toEqual(["no address"]);
  });
});

describe("of two servers", () => {
  let folder: string;
  let one: PostgresServer;
  let two: PostgresServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "servers-"));
    [one, two] = await Promise.all([
      startPostgres({ dir: join(folder, "one") }),
      startPostgres({ dir: join(folder, "two") }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** The address of both, with the first one's password for each: it is only asked where it fits. */
  const both = (first: PostgresServer, port: number) =>
    first.url("postgres").replace(/:\d+\/postgres$/, `:${port},127.0.0.1:${first.port}/postgres`);

  test("the one that is there is found", async () => {
    const url = both(one, await freePort());
    await using opened = await openDatabase({ url, name: "test", migrations: {} });
    const port = sql<{ port: number }>`select inet_server_port() as port`;
    const { rows } = await port.execute(opened.db);
    expect(rows).toEqual([{ port: one.port }]);
  });

  test("one that dies just when a connection stands, before the pool has it, ends no process", async () => {
    const { Client, ...options } = await connectionOptions({ url: one.url("postgres") });
    const client = new Client(options);
    await client.connect();
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    await one.kill();
    await ended;
    await expect(client.query("select 1")).rejects.toThrow("not queryable");
    one = await startPostgres({ dir: join(folder, "one"), port: one.port });
  });

  test("a connection to none of them fails for now, not for good", async () => {
    const url = both(two, await freePort());
    await using opened = await openDatabase({ url, name: "test", migrations: {} });
    const { port } = two;
    await two.stop();
    const failed = opened.pool.query("select 1").catch((error: unknown) => error);
    expect(isPassing(await failed)).toBe(true);
    two = await startPostgres({ dir: join(folder, "two"), port });
    const { rows } = await retryUntil(() => opened.pool.query("select 1 as one"));
    expect(rows).toEqual([{ one: 1 }]);
  });
});
