import { listNotices } from "@talanoa/client/notices.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { exchanged, recorded } from "./support/logged.ts";

vi.setConfig({ testTimeout: 240_000 });
const audit = ["--purpose", "audit"];

let hub: TestHub;
let shell: Shell;
let notice: NoticeRef;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000", TALANOA_LOG_HEADS_SECONDS: "1" });
  shell = await openCommands(hub.stack.identitiesDir);
  notice = await exchanged(hub);
  for (let i = 0; i < 3; i++) await exchanged(hub);
  await Array.fromAsync(listNotices(await hub.as("to-liaison")));
  await recorded(await hub.as("to-auditor"), 20);
  await recorded(await hub.as("fj-auditor"), 20);
}, 180_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const named = () => `${notice.origin}/${notice.id}`;

/** Waits until heads are recorded behind all that a question is about. */
async function complete(who: string, args: readonly string[]) {
  return vi.waitFor(
    async () => {
      const ended = await shell.as(who, args);
      expect(ended).not.toMatchObject({ code: 75 });
      return ended;
    },
    { timeout: 60_000, interval: 1_000 },
  );
}

describe("an answer that is verified", () => {
  const questions: readonly (readonly string[])[] = [
    [],
    ["--exercises"],
    ["--newest-first", "--limit", "7"],
    ["--limit", "7"],
    ["--step", "routed,accepted"],
    ["--step", "heads"],
    ["--participant", "TO"],
    ["--principal", "fj-publisher"],
    ["--from", "1h"],
    ["--until", "2020-01-01"],
    ["--from", "2020-01-01", "--until", "2090-01-01", "--step", "queried"],
  ];

  test.each(questions.map((args) => [args.join(" ") || "without a filter", args] as const))(
    "is complete: query %s",
    async (_, args) => {
      for (const who of ["fj-auditor", "oco-auditor"]) {
        const ended = await complete(who, ["log", "query", "--verify", ...audit, ...args]);
        expect(ended).toMatchObject({ code: 0, err: expect.stringContaining("Complete up to") });
      }
    },
  );

  test("says which records were looked through, for programs too", async () => {
    const args = ["log", "query", "--step", "accepted", "--verify", ...audit, "--json"];
    const lines = await vi.waitFor(() => shell.json("fj-auditor", args), { timeout: 60_000 });
    const { verified } = lines.at(-1) as { verified: { [field: string]: unknown } };
    expect(verified).toMatchObject({
      entries: lines.length - 1,
      complete: true,
      records_of: "FJ",
      faults: [],
    });
    expect(lines.length).toBeGreaterThan(3);
  });

  test.each([
    ["its originator's auditor", "fj-auditor", /Complete up to heads at entry \d+/],
    ["the auditor of who got it", "to-auditor", /Complete up to heads at entry \d+/],
    ["the Secretariat's auditor", "oco-auditor", /Complete up to heads at entry \d+/],
    ["its originator's desk", "fj-publisher", /Nothing is missing up to the last entry/],
  ])("is complete: the trail of a notice for %s", async (_, who, says) => {
    const args = ["log", "trail", named(), "--verify", ...audit];
    const ended = await complete(who, args);
    expect(ended).toMatchObject({ code: 0, err: expect.stringMatching(says) });
    expect(ended.err).toContain("each of them proved");
    const { out } = await shell.as(who, [...args, "--json"]);
    // Whoever asks for a trail early is in it before the notice is routed.
    const steps = jsonLines(out).flatMap(({ step }) => (step === "queried" ? [] : [step]));
    expect(steps.slice(0, 2)).toEqual(
      who === "to-auditor" ? ["routed", "released"] : ["accepted", "routed"],
    );
  });

  test("is not complete when the hub leaves one out, and says which", async () => {
    const ref = await exchanged(hub);
    const trail = await trailOf(await hub.as("fj-auditor"), ref);
    const { index } = trail.find(({ step }) => step === "routed")!;
    await complete("fj-auditor", ["log", "query", "--verify", ...audit]);
    await using database = await connected(hub.stack.postgresUrl("audit_log"));
    const gone = await database.query(
      "delete from parts where index = $1 and party = 'FJ' returning *",
      [index],
    );
    expect(gone.rowCount).toBe(1);
    const query = await shell.as("fj-auditor", ["log", "query", "--verify", ...audit]);
    expect(query).toMatchObject({ code: 5, err: expect.stringContaining("NOT COMPLETE") });
    expect(query.err).toMatch(/record \d+ of FJ is missing, between entry \d+ and entry \d+/);
    const all = await shell.as("fj-auditor", ["log", "verify", "--all"]);
    expect(all).toMatchObject({
      code: 5,
      err: expect.stringMatching(/record \d+ of FJ is missing/),
    });
    const ask = ["log", "trail", `${ref.origin}/${ref.id}`, "--verify", ...audit];
    const its = await shell.as("fj-auditor", ask);
    expect(its).toMatchObject({
      code: 5,
      err: expect.stringMatching(/record \d+ of .*FJ.* is missing/),
    });
    // Another's records are not concerned.
    const other = await complete("to-auditor", ["log", "query", "--verify", ...audit]);
    expect(other).toMatchObject({ code: 0 });
  });
});

/** A connection to a database of the hub. */
async function connected(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

describe("the forms of an answer", () => {
  test("an empty one to a question of a time says what a day and a time are", async () => {
    const late = ["log", "query", ...audit, "--from", "2099-01-01"];
    const none = await shell.as("to-auditor", late);
    expect(none).toMatchObject({ code: 0, out: "" });
    expect(none.err).toContain("A day is from midnight to midnight UTC");
  });

  test("CSV has a line for each entry, its times in UTC, and nothing that a spreadsheet computes", async () => {
    const args = ["--as", "to-auditor", "log", "query", ...audit, "--format", "csv"];
    const { code, out, err } = await shell.run(args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.split("\r\n");
    expect(lines[0]).toBe("index,time,step,participant,principal,exercise,notices,what,state");
    expect(lines.at(-1)).toBe("");
    for (const line of lines.slice(1, -1)) {
      expect(line).toMatch(/^\d+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,[a-z-]+,/);
      expect(line).not.toMatch(/(^|,)"?[=+\-@]/);
    }
    expect(out).toContain(named());
  });

  test("JSON is the same by either option", async () => {
    const args = ["log", "query", ...audit, "--step", "accepted"];
    const one = await shell.as("fj-auditor", [...args, "--json"]);
    const other = await shell.as("fj-auditor", [...args, "--format", "json"]);
    expect(other).toEqual(one);
    expect(await shell.as("fj-auditor", [...args, "--format", "xml"])).toMatchObject({ code: 2 });
  });
});

test("a trail with a row that was changed behind the hub's back is not genuine", async () => {
  const ref = await exchanged(hub);
  const [first] = await trailOf(await hub.as("ws-auditor"), ref);
  await using database = await connected(hub.stack.postgresUrl("audit_log"));
  await database.query(
    "update entries set record = overlay(record placing '\\x00' from 9) where index = $1",
    [first!.index],
  );
  const args = ["log", "trail", `${ref.origin}/${ref.id}`, "--verify", ...audit];
  expect(await shell.as("ws-auditor", args)).toMatchObject({ code: 5, out: "" });
});
