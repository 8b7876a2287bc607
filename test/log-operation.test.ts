import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import pg from "pg";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 300 };
const ID = "NZ-NIGHTHERON";
const audit = ["--purpose", "audit"];
const query = ["log", "query", "--operation", ID, ...audit];

let hub: TestHub;
let shell: Shell;
/** To the operation, and to Samoa by name. */
let sent: NoticeRef;
/** To the same, by their names alone. */
let other: NoticeRef;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  shell = await openCommands(hub.stack.identitiesDir);
  const open = ["operation", "open", ID, "--name", "Night Heron", "--objective", "Yachts"];
  await shell.json("nz-liaison", [...open, "--starts", "2026-01-01", "--with", "TO"]);
  sent = await send({ operations: [ID], participants: ["WS"] });
  other = await send({ participants: ["TO", "WS"] });
  for (const reader of ["to-liaison", "ws-liaison"])
    for (const ref of [sent, other]) await opened(reader, ref);
  await shell.json("nz-liaison", ["operation", "join", ID, "VU", "--sees-earlier"]);
  await opened("vu-liaison", sent);
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function send(audience: object): Promise<NoticeRef> {
  const draft = alertDraft({ marking: "TLP:AMBER", audience });
  return (await publish(await hub.as("nz-publisher"), { draft })).publication.ref;
}

async function opened(reader: string, ref: NoticeRef): Promise<void> {
  const client = await hub.as(reader);
  await vi.waitFor(() => getNotice(client, ref), PATIENCE);
}

interface Row {
  readonly index: number;
  readonly step: string;
  readonly participant: string;
}

/** What an auditor is answered, and what it says of the notices. */
async function answered(who: string, more: readonly string[] = []) {
  const rows = await shell.json(who, [...query, ...more]);
  const text = JSON.stringify(rows);
  expect(text).not.toContain(other.id);
  return { rows: rows as unknown as Row[], hasNotice: text.includes(sent.id) };
}

const stepsOf = (rows: readonly Row[]) => rows.map(({ step }) => step);

test("who is in an operation is shown what was done to it, and its part of all about its notices", async () => {
  const tonga = await answered("to-auditor");
  expect(tonga.hasNotice).toBe(true);
  expect(stepsOf(tonga.rows)).toEqual([
    "directory-changed",
    "routed",
    "released",
    "opened",
    "directory-changed",
  ]);
  const { rows } = await answered("nz-auditor");
  expect(new Set(stepsOf(rows))).toEqual(
    new Set(["directory-changed", "accepted", "routed", "released", "opened"]),
  );
  expect(stepsOf((await answered("nz-auditor", ["--step", "opened"])).rows)).toHaveLength(3);
  expect((await answered("oco-auditor")).rows.map(({ index }) => index)).toEqual(
    expect.arrayContaining(rows.map(({ index }) => index)),
  );
});

test("who joined and sees what was sent before is shown it from when it was given", async () => {
  const { rows } = await answered("vu-auditor");
  expect(stepsOf(rows)).toEqual(["directory-changed", "routed", "released", "opened"]);
});

test("who has the notice by its own name learns of no operation", async () => {
  const { out, err } = await shell.as("ws-auditor", query);
  expect(out).toBe("");
  expect(err).toContain("The log has nothing that fits and that you may see.");
  const all = await shell.as("ws-auditor", ["log", "query", "--json", ...audit]);
  expect(all.out).toContain(sent.id);
  // But in what it asked itself.
  const told = all.out.split("\n").filter((line) => line.includes(ID));
  expect(told.every((line) => line.includes('"queried"'))).toBe(true);
});

test("an answer is proved and complete; a row that is gone from the table is told", async () => {
  const verify = [...query, "--verify"];
  const complete = (who: string, args = verify) =>
    vi.waitFor(async () => {
      const ended = await shell.as(who, args);
      expect(ended).toMatchObject({ code: 0, err: expect.stringContaining("Complete up to") });
    }, PATIENCE);
  for (const who of ["to-auditor", "ws-auditor", "nz-auditor", "oco-auditor"]) await complete(who);
  await complete("nz-auditor", [...verify, "--step", "opened", "--newest-first", "--from", "1h"]);
  const database = new pg.Client(hub.stack.postgresUrl("audit_log"));
  await database.connect();
  await database.query("delete from operation_entries where party = 'TO' and notice <> ''");
  await database.end();
  const ended = await shell.as("to-auditor", verify);
  expect(ended).toMatchObject({ code: 5, err: expect.stringContaining("NOT COMPLETE") });
  expect(ended.err).toMatch(/entry \d+ is missing: it is yours, and is what was asked for/);
});

test("a report tells what became of an operation, with proofs", async () => {
  const file = join(shell.folder, "heron.html");
  const args = ["log", "report", "--operation", ID, "--out", file, ...audit];
  expect(await shell.as("nz-auditor", args)).toMatchObject({ code: 0 });
  const page = await readFile(file, "utf8");
  expect(page).toContain(`Exchange of the operation ${ID}`);
  expect(page).toContain("each with all that one may see of it: 1.");
  expect(page).toContain(sent.id);
  expect(page).not.toContain(other.id);
  const both = await shell.as("nz-auditor", [...args, "--member", "NZ"]);
  expect(both).toMatchObject({ code: 2, err: expect.stringContaining("of one operation") });
});
