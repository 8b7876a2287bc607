import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { scrubLog } from "@talanoa/client/scrub.ts";
import { state } from "@talanoa/client/state.ts";
import { type NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { failure } from "./support/failure.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { serviceLogs } from "./support/service-logs.ts";

const patient = { timeout: 60_000, interval: 200 };
const PARTS_WRONG = "another participant than its record";
let hub: TestHub;
let shell: Shell;

beforeAll(async () => {
  hub = await startHub({
    TALANOA_CALLS_PER_SECOND: "100000",
    TALANOA_LOG_HEADS_SECONDS: "1",
    TALANOA_LOG_SCRUB_SECONDS: "1",
  });
  shell = await openCommands(hub.stack.identitiesDir);
}, 300_000);
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

async function published(): Promise<NoticeRef> {
  const draft = alertDraft({ audience: { participants: ["TO", "WS"] } });
  const publisher = await hub.as("fj-publisher");
  return (await publish(publisher, { draft }, { patience: 60_000 })).publication.ref;
}

async function edit(text: string): Promise<void> {
  const client = new pg.Client(hub.stack.postgresUrl("audit_log"));
  await client.connect();
  await client.query(text);
  await client.end();
}

const alarms = async () =>
  [...(await serviceLogs(hub.stack)).entries()]
    .filter(([file]) => file.startsWith("audit-log"))
    .map(([, text]) => text)
    .join("")
    .split("\n")
    .filter((line) => line.includes("is not what its records say"));

test("the Secretariat's auditor has the log scrubbed, with what was erased, and it is clean", async () => {
  const ref = await published();
  const originator = await hub.as("fj-liaison");
  const held = await vi.waitFor(() => getNotice(originator, ref), patient);
  const content = await checkCopy(held, directoryKeys(originator));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  await state(originator, content.notice, { recalled: { reason: WithdrawalReason.WRONG } });
  const auditor = await hub.as("oco-auditor");
  await vi.waitFor(async () => {
    const steps = (await trailOf(auditor, { ...ref, version: 0 })).map(({ step }) => step);
    expect(steps).toContain("erased");
  }, patient);
  await vi.waitFor(async () => {
    const [last] = (await Array.fromAsync(scrubLog(auditor))).slice(-1);
    expect(last).toMatchObject({ done: true, difference: null });
    expect(last!.records).toBe(last!.of);
    expect(last!.checkpoint).toBeGreaterThan(0);
  }, patient);
  const { code, out } = await shell.as("oco-auditor", ["log", "scrub"]);
  expect(out).toMatch(
    /^Clean: \d+ entries, \d+ tiles? and \d+ rows? .* up to the checkpoint of \d+\.\n/,
  );
  expect(code).toBe(0);
  expect(await alarms()).toEqual([]);
});

test("nobody else may", async () => {
  for (const name of ["fj-auditor", "oco-secretariat"]) {
    const refused = Array.fromAsync(scrubLog(await hub.as(name)));
    expect((await failure(refused)).code).toBe("permission-denied");
  }
  expect((await shell.as("fj-auditor", ["log", "scrub"])).code).toBe(4);
});

test("a row that was changed ends the command with 5, and is an alarm without being asked", async () => {
  await edit("update parts set participant = 'XX' where index = 5 and party = '*'");
  const { code, out } = await shell.as("oco-auditor", ["log", "scrub"]);
  expect(out).toContain(`${PARTS_WRONG} (parts participant 5)`);
  expect(code).toBe(5);
  const { out: json } = await shell.as("oco-auditor", ["--json", "log", "scrub"]);
  expect(JSON.parse(json)).toMatchObject({
    clean: false,
    difference: { table: "parts", index: 5, column: "participant" },
  });
  await edit("update parts set participant = 'YY' where index = 5 and party = '*'");
  const before = (await alarms()).length;
  await vi.waitFor(async () => expect((await alarms()).length).toBeGreaterThan(before), patient);
  expect((await alarms()).at(-1)).toContain(PARTS_WRONG);
});
