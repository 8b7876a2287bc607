import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { holdKeys } from "./hold-keys.ts";

/** A loaded machine gets its time. */
const PATIENCE = { timeout: 60_000 };

let folder: string;
let postgres: PostgresServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-holding-"));
  postgres = await startTestPostgres({ dir: join(folder, "postgres") });
}, 300_000);
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One who wants the keys: a process of its own as far as the database knows. */
function someone(url = postgres.url("postgres")) {
  const pool = new pg.Pool({ connectionString: url });
  pool.on("error", () => {});
  const ending = new AbortController();
  const said: string[] = [];
  const failed: Error[] = [];
  const log = { warn: (line: string) => said.push(line) } as unknown as Logger;
  const fail = (error: Error) => failed.push(error);
  const holding = holdKeys(pool, { log, signal: ending.signal, fail });
  const state = { has: false };
  holding.then(
    () => (state.has = true),
    () => {},
  );
  return {
    said,
    failed,
    has: () => state.has,
    holding,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await (await holding.catch(() => null))?.[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

async function sql(text: string) {
  const client = new pg.Client(postgres.url("postgres"));
  await client.connect();
  const result = await client.query(text);
  await client.end();
  return result;
}

function cutConnectionOfHolder() {
  return sql(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted",
  );
}

/** The connections that have the keys. */
async function holders() {
  const { rows } = await sql("select pid from pg_locks where locktype = 'advisory' and granted");
  return rows;
}

/** A way to the database on which connections can be cut so that it does not notice. */
async function wayToDatabase() {
  const near: Socket[] = [];
  const far: Socket[] = [];
  const direct = new URL(postgres.url("postgres"));
  const server = createServer((socket) => {
    const onward = connect(Number(direct.port), direct.hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on("data", (bytes) => other.writable && other.write(bytes));
      one.on("error", () => {});
    }
    onward.on("close", () => socket.destroy());
    near.push(socket);
    far.push(onward);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = new URL(direct);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  let lost: Socket[] = [];
  return {
    url: url.href,
    /** Ends all connections for who came this way. */
    cut() {
      lost = far.splice(0);
      for (const socket of near.splice(0)) socket.destroy();
    },
    /** The database notices that those that were cut are gone. */
    noticed() {
      for (const socket of lost) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of [...near, ...far, ...lost]) socket.destroy();
      server.close();
    },
  };
}

/** Takes the keys in another process; ends by kill -9. */
const holder = `
  import pg from "pg";
  import { takeLead } from "@talanoa/platform/database/lead.ts";
  const lead = await takeLead(new pg.Pool({ connectionString: process.argv[1] }));
  console.log(lead ? "has" : "has not");
  setInterval(() => {}, 1_000);
`;

test("the keys are one process's: another waits, says why, and has them at once after kill -9", async () => {
  const args = ["--input-type=module", "--eval", holder, postgres.url("postgres")];
  const first = spawn(process.execPath, args, { cwd: import.meta.dirname });
  const [line] = (await once(first.stdout, "data")) as [Buffer];
  expect(line.toString()).toBe("has\n");
  await using second = someone();
  await vi.waitFor(() => expect(second.said).toHaveLength(1), PATIENCE);
  expect(second.said[0]).toContain("TALANOA_DATA_DIR");
  await sleep(1_000);
  expect(second.has()).toBe(false);
  first.kill("SIGKILL");
  const killed = performance.now();
  await second.holding;
  expect(performance.now() - killed).toBeLessThan(10_000);
});

test("a process that has the keys has them again after its connection was lost, and ends when another was quicker", async () => {
  await using first = someone();
  await first.holding;
  await cutConnectionOfHolder();
  await sleep(500);
  expect(first.failed).toEqual([]);
  const { rows } = await sql(
    "select classid::bigint << 32 | objid::bigint as lock from pg_locks where locktype = 'advisory'",
  );
  // The database gives it to who waits there, before who lost it can ask again.
  const quicker = new pg.Client(postgres.url("postgres"));
  await quicker.connect();
  const taken = quicker.query("select pg_advisory_lock($1)", [rows[0].lock]);
  await cutConnectionOfHolder();
  await taken;
  await vi.waitFor(() => expect(first.failed).toHaveLength(1), PATIENCE);
  expect(first.failed[0]?.message).toContain("another process has taken over");
  await quicker.end();
});

test("a process whose lost connection the database still takes for alive waits for that, and ends for no other", async () => {
  await using way = await wayToDatabase();
  await using first = someone(way.url);
  await first.holding;
  const before = await holders();
  way.cut();
  await sleep(1_000);
  expect(await holders()).toEqual(before);
  expect(first.failed).toEqual([]);
  way.noticed();
  await vi.waitFor(async () => {
    const now = await holders();
    expect(now).toHaveLength(1);
    expect(now).not.toEqual(before);
  }, PATIENCE);
  expect(first.failed).toEqual([]);
});

test("who stops while it waits does not wait on", async () => {
  await using first = someone();
  await first.holding;
  const second = someone();
  await vi.waitFor(() => expect(second.said).toHaveLength(1), PATIENCE);
  await second[Symbol.asyncDispose]();
  expect(second.has()).toBe(false);
});
