import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const script = join(import.meta.dirname, "..", "deploy", "postgres", "servers.sh");

/**
 * Stands in for the engine: postgres-1 is the primary, and its standby is there. It writes down what it is told. The
 * primary's settings are a file beside it, unless they cannot be read.
 */
const DOCKER = `#!/bin/bash
echo "$*" >>"$(dirname "$0")/told"
case "$*" in
*"run --rm"*postgres-1*postgresql.auto.conf*) cat "$(dirname "$0")/settings" ;;
*postgres-1*pg_is_in_recovery*) echo f ;;
*postgres-2*pg_is_in_recovery*) echo t ;;
*pg_promote*) cat "$(dirname "$0")/promoted" ;;
*"show synchronous_standby_names"*) sed -n "s/^synchronous.*= '\\(.*\\)'$/\\1/p" "$(dirname "$0")/settings" ;;
*pg_stat_replication*"application_name = 'postgres-2'"*) echo 1 ;;
*pg_stat_replication*) echo 0 ;;
esac
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-servers-"));
  await writeFile(join(folder, "docker"), DOCKER);
  await chmod(join(folder, "docker"), 0o755);
});
beforeEach(async () => {
  await commitsWaitFor(`ANY 1 ("postgres-1", "postgres-2")`);
  await writeFile(join(folder, "promoted"), "t\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** What the primary's settings say of it. */
function commitsWaitFor(standbys: string): Promise<void> {
  const line = `synchronous_standby_names = '${standbys}'`;
  return writeFile(join(folder, "settings"), `# ALTER SYSTEM\n${line}\n`);
}

/** What the engine was told to do, and how the script ended. */
async function operate(...args: string[]) {
  await writeFile(join(folder, "told"), "");
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  const { code, stderr } = await promisify(execFile)(script, args, { env }).then(
    () => ({ code: 0, stderr: "" }),
    (error: { code: number; stderr: string }) => error,
  );
  const told = (await readFile(join(folder, "told"), "utf8")).trim().split("\n");
  const changes = told.filter(
    (line) => !/ select (pg_is_in_recovery|count)| show | run --rm /.test(line),
  );
  return { code, stderr, changes: changes.map((line) => line.replace(/^compose /, "")) };
}

test("a standby is promoted once the other server is stopped", async () => {
  const { code, changes } = await operate("promote", "postgres-2");
  expect(code).toBe(0);
  expect(changes[0]).toBe("stop --timeout 0 postgres-1");
  expect(changes.at(-2)).toContain("alter system set talanoa.promoted = 'yes'");
  expect(changes.at(-1)).toContain("pg_promote");
});

test("a standby that does not become the primary in time is not said to be it", async () => {
  await writeFile(join(folder, "promoted"), "f\n");
  const { code, stderr } = await operate("promote", "postgres-2");
  expect(code).toBe(1);
  expect(stderr).toContain("postgres-2 has not become the primary yet");
});

test.each([
  { primary: "whose commits waited", names: "postgres-2", resets: true },
  { primary: "that was promoted, and not followed since", names: "", resets: false },
])("a primary $primary goes on alone", async ({ names, resets }) => {
  await commitsWaitFor(names);
  const { code, changes } = await operate("alone", "postgres-1");
  expect(code).toBe(0);
  expect(changes.join("\n").includes("alter system reset talanoa.promoted")).toBe(resets);
  expect(changes.at(-2)).toContain("alter system set synchronous_standby_names = ''");
});

test.each([
  {
    primary: "had gone on alone",
    prepare: () => commitsWaitFor(""),
    why: "postgres-1 had gone on alone",
  },
  {
    primary: "has lost its volume",
    prepare: () => rm(join(folder, "settings")),
    why: "it cannot be read whether postgres-1 had gone on alone",
  },
])(
  "a standby of a primary that $primary is promoted when that is said twice",
  async ({ prepare, why }) => {
    await prepare();
    const { code, stderr, changes } = await operate("promote", "postgres-2");
    expect([code, changes]).toEqual([1, []]);
    expect(stderr).toContain(`${why}: postgres-2 may lack what was committed since`);
    const again = await operate("promote", "postgres-2", "anyway");
    expect(again.code).toBe(0);
    expect(again.changes.at(-1)).toContain("pg_promote");
  },
);

test("a standby that is back is waited for by name, then by commits", async () => {
  const { code, changes } = await operate("rejoin", "postgres-2");
  expect(code).toBe(0);
  expect(changes[0]).toBe("up --detach --no-deps postgres-2");
  expect(changes[1]).toContain(`'ANY 1 ("postgres-1", "postgres-2")'`);
});

test.each([
  { args: ["promote", "postgres-1"], why: "postgres-1 is no standby" },
  { args: ["rejoin", "postgres-1"], why: "postgres-2 is not the primary" },
  { args: ["alone", "postgres-2"], why: "postgres-2 is not the primary" },
])("$args of the wrong one of two servers changes nothing", async ({ args, why }) => {
  const { code, stderr, changes } = await operate(...args);
  expect([code, stderr.trim(), changes]).toEqual([1, `${why}; nothing was changed`, []]);
});

test.each([
  [["promote"]],
  [["promote", "postgres-3"]],
  [["rejoin", "postgres-1", "anyway"]],
  [["else", "postgres-1"]],
])("%j is answered with how to call it", async (args) => {
  const { code, stderr, changes } = await operate(...args);
  expect(code).toBe(64);
  expect(stderr).toContain("servers.sh promote postgres-2");
  expect(changes.filter(Boolean)).toEqual([]);
});
