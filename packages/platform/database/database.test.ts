import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type PostgresServer, startPostgres } from "@talanoa/devstack/postgres.ts";
import { startTestPostgres } from "@talanoa/devstack/testing/ready-cluster.ts";
import { type Kysely, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { retryUntil } from "./retry.ts";

interface Tables {
  step: { at: number };
}

let folder: string;
let server: PostgresServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "database-"));
  server = await startTestPostgres({ dir: join(folder, "postgres") });
  await server.createDatabase("steps");
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const migrations = {
  "0001-step": {
    async up(db: Kysely<unknown>) {
      await sql`select pg_sleep(0.2)`.execute(db);
      await sql`create table step (at bigint not null)`.execute(db);
      await sql`insert into step values (9007199254740991)`.execute(db);
    },
  },
};

/** One connection, for which a query waits a tenth of a second. */
function openPool(): pg.Pool {
  const connectionString = server.url("steps");
  return new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 100 });
}

describe("a service's database", () => {
  test("two replicas that start together migrate once", async () => {
    const options = { url: server.url("steps"), name: "test", migrations };
    const opened = await Promise.all([
      openDatabase<Tables>(options),
      openDatabase<Tables>(options),
    ]);
    for (const { db } of opened) {
      expect(await db.selectFrom("step").selectAll().execute()).toEqual([
        { at: Number.MAX_SAFE_INTEGER },
      ]);
    }
    await Promise.all(opened.map((each) => each[Symbol.asyncDispose]()));
  });

  test("a migration that fails leaves nothing and is named", async () => {
    const broken = {
      ...migrations,
      "0002-broken": {
        async up(db: Kysely<unknown>) {
          await sql`create table half (id bigint)`.execute(db);
          await sql`select no_such_function()`.execute(db);
        },
      },
    };
    const options = { url: server.url("steps"), name: "test" };
    await expect(openDatabase<Tables>({ ...options, migrations: broken })).rejects.toThrow(
      "0002-broken",
    );
    await using database = await openDatabase<Tables>({ ...options, migrations });
    const half = await sql`select to_regclass('half') as it`.execute(database.db);
    expect(half.rows).toEqual([{ it: null }]);
  });

  test("an instance of the release before starts beside the next one, and changes nothing", async () => {
    await server.createDatabase("upgraded");
    const options = { url: server.url("upgraded"), name: "test" };
    const next = {
      ...migrations,
      "0002-next": {
        up: (db: Kysely<unknown>) =>
          db.schema.alterTable("step").addColumn("name", "text").execute(),
      },
    };
    await using newer = await openDatabase<Tables>({ ...options, migrations: next });
    await using older = await openDatabase<Tables>({ ...options, migrations });
    expect(await older.db.selectFrom("step").select("at").execute()).toHaveLength(1);
    const done = await sql`select name from kysely_migration order by name`.execute(newer.db);
    expect(done.rows).toEqual([{ name: "0001-step" }, { name: "0002-next" }]);
  });

  test("a database of which a migration is unknown that came before its own is refused", async () => {
    await server.createDatabase("strange");
    const options = { url: server.url("strange"), name: "test" };
    const strange = { "0000-strange": { up: async () => {} }, ...migrations };
    await (await openDatabase<Tables>({ ...options, migrations: strange }))[Symbol.asyncDispose]();
    await expect(openDatabase<Tables>({ ...options, migrations })).rejects.toMatchObject({
      code: "failed-precondition",
    });
  });

  test("a pool whose connections are all in use is waited for", async () => {
    const pool = openPool();
    // That long it waits for a new connection too, which a loaded machine may not open in time.
    const taken = await retryUntil(() => pool.connect());
    const asked = retryUntil(() => pool.query("select 1 as it"));
    await sleep(300);
    taken.release();
    expect((await asked).rows).toEqual([{ it: 1 }]);
    await pool.end();
  });

  test("a database that is killed is waited for, and used again without a restart of the service", async () => {
    const lost = Promise.withResolvers<Error>();
    const options = { url: server.url("steps"), name: "test", migrations };
    await using database = await openDatabase<Tables>({ ...options, onTrouble: lost.resolve });
    await server.kill();
    // The connection that the migration left open.
    expect(await lost.promise).toBeInstanceOf(Error);
    const rows = retryUntil(() => database.db.selectFrom("step").selectAll().execute());
    server = await startPostgres({
      dir: join(folder, "postgres"),
      port: Number(new URL(server.url("steps")).port),
    });
    expect(await rows).toHaveLength(1);
  });

  test("a password that is refused at the start is told once, and waited for", async () => {
    const { url, password, passwordFile } = passwordApart();
    await writeFile(passwordFile, "wrong");
    const troubles: unknown[] = [];
    const onTrouble = (error: Error) => troubles.push(error);
    const options = { url, passwordFile, name: "test", migrations, onTrouble };
    const opening = openDatabase<Tables>(options);
    await expect.poll(() => troubles).toMatchObject([{ code: "28P01" }]);
    // Refused some times more.
    await sleep(500);
    await writeFile(passwordFile, password);
    await using _ = await opening;
    expect(troubles).toHaveLength(1);
  });

  test("a file whose password is just being written is waited for", async () => {
    const { url, password, passwordFile } = passwordApart();
    await writeFile(passwordFile, "");
    const troubles: unknown[] = [];
    const onTrouble = (error: Error) => troubles.push(error);
    const options = { url, passwordFile, name: "test", migrations, onTrouble };
    const opening = openDatabase<Tables>(options);
    await sleep(200);
    await writeFile(passwordFile, password);
    await using _ = await opening;
    expect(troubles).toEqual([]);
  });

  /** The server's password, taken out of its URL for a file. */
  function passwordApart(): { url: string; password: string; passwordFile: string } {
    const url = new URL(server.url("steps"));
    const { password } = url;
    url.password = "";
    return { url: url.href, password, passwordFile: join(folder, "password") };
  }
});
