import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { exchanged, recorded } from "./support/logged.ts";
import { smallPartitions } from "./support/small-partitions.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const PARTITION = 1_024;
const NAME = `entries-0-${PARTITION - 1}`;
const audit = ["--purpose", "audit"];
const patient = { timeout: 60_000, interval: 500 };
const program = join(import.meta.dirname, "../services/audit-log/retain/main.ts");
const execute = promisify(execFile);

let hub: TestHub;
let shell: Shell;
let notice: string;
let archive: string;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  shell = await openCommands(hub.stack.identitiesDir);
  await smallPartitions(hub.stack, PARTITION);
  const { origin, id } = await exchanged(hub);
  notice = `${origin}/${id}`;
  await recorded(await hub.as("fj-auditor"), 1_100);
  const exported = ["log", "export", "whole", "--restorable", ...audit];
  expect(await shell.as("oco-auditor", exported)).toMatchObject({ code: 0 });
  archive = join(shell.folder, "archives", NAME);
  const { stdout } = await retain("detach", "archives", "--partition", "0", "--by", "operator");
  expect(stdout).toContain(`entries 0 to ${PARTITION - 1} are out of the database`);
});
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

/** The operator's program, with the settings of the service, on its database or another. */
function retain(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  return retainOn("audit_log", words);
}

function retainOn(
  database: string,
  words: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  const env = {
    PATH: process.env["PATH"],
    TALANOA_NATS_URL: hub.stack.natsUrl,
    TALANOA_POSTGRES_URL: hub.stack.postgresUrl(database),
    TALANOA_LOG_KEY_FILE: join(hub.stack.dataDir, "keys", "exchange-log-key.txt"),
  };
  return execute(process.execPath, [program, ...words], { env, cwd: shell.folder });
}

const offline = async (...args: readonly string[]) =>
  shell.run([
    ...args,
    "--identities",
    "nowhere",
    "--log-key",
    (await hub.as("fj-auditor")).identity.hub.logKey!,
  ]);

test("a question that reaches into an archive says which, and one that does not is answered as before", async () => {
  const asked = await shell.as("fj-auditor", ["log", "query", "--limit", "5", ...audit]);
  expect(asked.code).toBe(0);
  expect(asked.err).toMatch(/Entries 0 to 1,023 \(until .*\) are in the archive entries-0-1023\./);
  const late = await shell.as("fj-auditor", ["log", "query", "--from", "2100-01-01", ...audit]);
  expect(late.err).not.toContain("archive");
  const trail = await shell.as("fj-auditor", ["log", "trail", notice, ...audit]);
  expect(trail.err).toContain(`in the archive ${NAME}`);
  const stats = await shell.as("oco-auditor", ["log", "stats", ...audit]);
  expect(stats.err).toContain("Not counted");
});

test("what is shown is complete from there on", async () => {
  for (const name of ["fj-auditor", "oco-auditor"]) {
    await vi.waitFor(async () => {
      const { code, err } = await shell.as(name, ["log", "query", "--verify", ...audit]);
      expect(err).toContain("Complete up to");
      expect(err).toContain(`in the archive ${NAME}`);
      expect(code).toBe(0);
    }, patient);
    const all = await shell.as(name, ["log", "verify", "--all", ...audit]);
    expect(all.out).toContain("The log holds: the hashes of its");
    expect(all.out).toContain(`entries from ${PARTITION} on`);
    expect(all.err).toContain("Complete up to");
    expect(all.code).toBe(0);
  }
  const { code, err } = await shell.as("fj-auditor", [
    "log",
    "trail",
    notice,
    "--verify",
    ...audit,
  ]);
  expect(err).not.toContain("NOT COMPLETE");
  expect([0, 3]).toContain(code);
});

test("a proof of an entry in an archive is refused with where it is", async () => {
  const { code, err } = await shell.as("oco-auditor", ["log", "prove", "5", ...audit]);
  expect(code).toBe(3);
  expect(err).toContain(`in the archive ${NAME}`);
  // Of a notice, those who asked about it since stand in the log.
  const rest = await shell.as("fj-auditor", ["log", "prove", notice, ...audit]);
  expect(rest).toMatchObject({ code: 0, err: expect.stringContaining(`in the archive ${NAME}`) });
});

test("an export has the log from there on, and verifies", async () => {
  const made = await shell.as("oco-auditor", ["log", "export", "short", ...audit]);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining("The log holds") });
  expect((await offline("log", "verify", "--dir", "short")).out).toContain(`from ${PARTITION} on`);
  expect((await shell.as("oco-auditor", ["log", "scrub"])).out).toContain(`first ${PARTITION}`);
});

test("an archive is verified and read by whoever has the log's key, without a hub", async () => {
  for (const args of [
    ["log", "verify", "--dir", archive],
    ["verify", archive],
  ]) {
    const { code, out, err } = await offline(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`The archive holds: ${NAME} has entries 0 to ${PARTITION - 1}`);
  }
  const asked = ["log", "archive", archive, "--notice", notice, "--format", "csv"];
  const { code, out } = await offline(...asked);
  expect(code).toBe(0);
  expect(out).toMatch(/,accepted,FJ,/);
  expect(out).toMatch(/,routed,/);
  const damaged = join(shell.folder, "damaged");
  await cp(archive, damaged, { recursive: true });
  const file = join(damaged, "records");
  const bytes = await readFile(file);
  bytes[bytes.length - 3]! ^= 1;
  await writeFile(file, bytes);
  const found = await offline("log", "verify", "--dir", "damaged");
  expect(found.code).toBe(5);
  expect(found.err).toContain("records");
});

test("a log is made again of an auditor's export, with the root that was signed", async () => {
  const whole = await offline("log", "verify", "--dir", "whole");
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining("The archive holds") });
  const admin = new pg.Client(hub.stack.postgresUrl("audit_log"));
  await admin.connect();
  await admin.query("create database again");
  await admin.end();
  await expect(retainOn("again", ["restore", "whole"])).rejects.toMatchObject({
    stderr: expect.stringContaining("not signed by the log's key"),
  });
  const { stdout } = await retainOn("again", ["restore", "whole", "--unsigned"]);
  const again = new pg.Client(hub.stack.postgresUrl("again"));
  await again.connect();
  const { rows } = await again.query(
    "select size::text, encode(root, 'base64') as root from log_state",
  );
  await again.end();
  const [, size, root] = (await readFile(join(shell.folder, "whole", "checkpoint"), "utf8")).split(
    "\n",
  );
  expect(rows).toEqual([{ size, root }]);
  expect(stdout).toContain(`the log has ${size} entries`);
});
