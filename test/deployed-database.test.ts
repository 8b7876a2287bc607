import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecureVersion } from "node:tls";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type DeployedDatabase, startDeployedDatabase } from "./support/deployed-database.ts";
import { makeSecrets, type Secrets } from "./support/secured-hub.ts";

const opened = new AsyncDisposableStack();
let secrets: Secrets;
let database: DeployedDatabase;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "talanoa-deployed-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  secrets = await makeSecrets(join(folder, "secrets"));
  database = opened.use(await startDeployedDatabase(folder, secrets));
  // It starts meanwhile.
  await vi.waitFor(() => query("select 1"), 60_000);
});
afterAll(() => opened.disposeAsync());

interface Way {
  readonly user?: string;
  readonly to?: string;
  readonly password?: string;
  /** The newest TLS that it speaks; null in clear. */
  readonly tls?: SecureVersion | null;
}

/** Runs a statement as somebody: the superuser of the test over TLS where it is not said. Rejects as pg does. */
async function query<Row extends pg.QueryResultRow>(sql: string, way: Way = {}): Promise<Row[]> {
  const { user = database.superuser, to = user, tls = "TLSv1.3" } = way;
  const ca = await readFile(secrets.path("authority/ca.crt"));
  const client = new pg.Client({
    host: "localhost",
    port: database.port,
    user,
    database: to,
    password: way.password ?? (await database.passwordOf(user)),
    ssl: tls === null ? false : { ca, minVersion: "TLSv1.2", maxVersion: tls },
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Why somebody is not let in: PostgreSQL's code. */
async function refused(way: Way): Promise<string | undefined> {
  return query("select 1", way).then(
    () => "let in",
    ({ code }: { code?: string }) => code,
  );
}

/** PostgreSQL: hba.conf has no rule that lets them in. */
const NO_RULE = "28000";
const WRONG_PASSWORD = "28P01";

describe("the database by the configuration that is deployed", () => {
  test("answers a commit when it is on the disk, here and at the standby", async () => {
    const names = ["fsync", "full_page_writes", "synchronous_commit", "primary_slot_name"];
    const rows = await query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('${names.join("','")}')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: "on",
      full_page_writes: "on",
      synchronous_commit: "on",
      primary_slot_name: "standby",
    });
  });

  test("keeps statements, which may carry what is secret, out of its log", async () => {
    const rows = await query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name like 'log\\_%' and source = 'configuration file'",
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toMatchObject({
      log_min_error_statement: "panic",
      log_error_verbosity: "terse",
      log_parameter_max_length_on_error: "0",
    });
  });

  test("speaks TLS 1.3, and nothing older", async () => {
    const mine = "select version from pg_stat_ssl where pid = pg_backend_pid()";
    expect(await query(mine, { user: "audit_log" })).toEqual([{ version: "TLSv1.3" }]);
    await expect(query(mine, { user: "audit_log", tls: "TLSv1.2" })).rejects.toThrow(
      /protocol version/i,
    );
  });

  test.each(["audit_log", "replication", "postgres"])(
    "takes nobody in clear, not %s with its password either",
    async (user) => {
      for (const to of [user, "postgres"])
        expect(await refused({ user, to, tls: null })).toBe(NO_RULE);
    },
  );

  test("lets each into its own database, with its password, and the administrator in from no network", async () => {
    expect(await refused({ user: "audit_log" })).toBe("let in");
    expect(await refused({ user: "audit_log", password: "guess" })).toBe(WRONG_PASSWORD);
    expect(await refused({ user: "audit_log", to: database.superuser })).toBe(NO_RULE);
    expect(await refused({ user: "audit_log", to: "postgres" })).toBe(NO_RULE);
    expect(await refused({ user: "replication", to: "postgres" })).toBe("let in");
    expect(await refused({ user: "replication", to: "audit_log" })).toBe(NO_RULE);
    expect(await refused({ user: "postgres" })).toBe(NO_RULE);
    expect(await refused({ user: "postgres", to: "audit_log" })).toBe(NO_RULE);
  });

  test("has no rule by which the network lets in without TLS and a password", async () => {
    const rules = await query<{ type: string; auth_method: string; error: string | null }>(
      "select type, auth_method, error from pg_hba_file_rules",
    );
    const ways = rules.map(({ type, auth_method, error }) => error ?? `${type} ${auth_method}`);
    expect([...new Set(ways)].toSorted()).toEqual([
      "host reject",
      "hostssl scram-sha-256",
      "local peer",
    ]);
  });
});
