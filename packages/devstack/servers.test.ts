import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { findNatsServer } from "./find-nats-server.ts";
import { startNats } from "./nats-server.ts";
import { startPostgres } from "./postgres.ts";
import { processIdentity } from "./process-identity.mjs";

// Making a database cluster takes a second or two of processor time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let binary: string;
let dir: string;
beforeAll(async () => {
  binary = await findNatsServer();
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-servers-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("a message that the broker acknowledged is there after kill -9", async () => {
  {
    await using nats = await startNats({ dir, binary });
    const connection = await connect({ servers: nats.url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: "EXCHANGE", subjects: ["notice.>"] });
    const answer = await jetstream(connection).publish("notice.a", "one");
    expect(answer.seq).toBe(1);
    await nats.kill();
    await connection.close();
  }
  await using nats = await startNats({ dir, binary });
  await using connection = await connect({ servers: nats.url });
  const manager = await jetstreamManager(connection);
  const message = await manager.streams.getMessage("EXCHANGE", { seq: 1 });
  expect(message?.string()).toBe("one");
});

test("the broker writes each acknowledged message to disk and takes messages over a mebibyte", async () => {
  await using nats = await startNats({ dir, binary });
  await using connection = await connect({ servers: nats.url });
  expect(await readFile(join(dir, "nats-server.conf"), "utf8")).toMatch(
    /^\s*sync_interval: always$/m,
  );
  expect(connection.info?.max_payload).toBe(2 * 1024 * 1024);
});

test("two brokers started at once get ports of their own", async () => {
  const dirs = ["a", "b"].map((name) => join(dir, name));
  const [a, b] = await Promise.all(dirs.map((folder) => startNats({ dir: folder, binary })));
  try {
    expect(a!.port).not.toBe(b!.port);
  } finally {
    await Promise.all([a!.stop(), b!.stop()]);
  }
  expect([a!.pid, b!.pid].map(processIdentity)).toEqual([undefined, undefined]);
});

test("a broker that cannot start says why", async () => {
  await using taken = await occupied();
  await expect(startNats({ dir, binary, port: taken.port })).rejects.toThrow(
    `Port ${taken.port} on 127.0.0.1, meant for the broker (nats-server), is in use`,
  );
  await writeFile(join(dir, "file"), "");
  await expect(startNats({ dir: join(dir, "file"), binary })).rejects.toThrow(
    `${join(dir, "file")} is not a folder`,
  );
});

test("what the database committed is there after kill -9 and an immediate start", async () => {
  {
    await using postgres = await startPostgres({ dir });
    await postgres.createDatabase("audit_log");
    const client = await connected(postgres.url("audit_log"));
    await client.query("create table entry (id int); insert into entry values (7)");
    // A session that is busy holds the shared memory when its server is killed.
    client.query("select pg_sleep(2)").catch(() => {});
    await sleep(100);
    await postgres.kill();
    await client.end().catch(() => {});
  }
  await using postgres = await startPostgres({ dir });
  await postgres.createDatabase("audit_log");
  const client = await connected(postgres.url("audit_log"));
  try {
    expect((await client.query("select id from entry")).rows).toEqual([{ id: 7 }]);
    const { rows } = await client.query(
      "select name, setting from pg_settings where name = any($1)",
      [
        [
          "fsync",
          "full_page_writes",
          "synchronous_commit",
          "listen_addresses",
          "unix_socket_directories",
        ],
      ],
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: "on",
      full_page_writes: "on",
      synchronous_commit: "on",
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
    });
  } finally {
    await client.end();
  }
});

test("the database takes nobody without its password, which only its owner can read", async () => {
  await using postgres = await startPostgres({ dir });
  const wrong = postgres.url("postgres").replace(/:[^:@]+@/, ":guess@");
  await expect(connected(wrong)).rejects.toMatchObject({ code: "28P01" });
  expect((await stat(join(dir, "password"))).mode & 0o777).toBe(0o600);
  const password = await readFile(join(dir, "password"), "utf8");
  expect(password.length).toBeGreaterThanOrEqual(32);
  const commandLines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  expect(commandLines).not.toContain(password);
});

test("the database runs under another account when we are root, and under ours otherwise", async () => {
  await using postgres = await startPostgres({ dir });
  const [uid] = execFileSync("ps", ["-o", "uid=", "-p", String(postgres.pid)], { encoding: "utf8" })
    .trim()
    .split(" ");
  if (process.getuid!() === 0) expect(Number(uid)).not.toBe(0);
  else expect(Number(uid)).toBe(process.getuid!());
});

test("a database whose folder its account cannot reach keeps its data elsewhere, as long as the folder is there", async (context) => {
  if (process.getuid!() !== 0) context.skip();
  const hidden = join(dir, "home");
  await mkdir(hidden, { mode: 0o700 });
  const first = join(hidden, "first");
  await startPostgres({ dir: first }).then((postgres) => postgres.stop());
  const place = await readFile(join(first, "data-is-at"), "utf8");
  expect((await stat(join(place, "cluster"))).isDirectory()).toBe(true);
  await startPostgres({ dir: first }).then((postgres) => postgres.stop());
  expect(await readFile(join(first, "data-is-at"), "utf8")).toBe(place);

  await rm(first, { recursive: true });
  const second = join(hidden, "second");
  await startPostgres({ dir: second }).then((postgres) => postgres.stop());
  await expect(stat(place)).rejects.toMatchObject({ code: "ENOENT" });
  await rm(await readFile(join(second, "data-is-at"), "utf8"), { recursive: true });
});

test("a database whose port is taken says so", async () => {
  await using taken = await occupied();
  await expect(startPostgres({ dir, port: taken.port })).rejects.toThrow(
    `Port ${taken.port} on 127.0.0.1, meant for the database (PostgreSQL), is in use`,
  );
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function occupied(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
