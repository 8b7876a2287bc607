import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import { type NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { openShell } from "../support/cli.ts";
import { failure } from "../support/failure.ts";
import { trailOf, wholeLog } from "../support/log.ts";
import { plantedNotice } from "../support/planted-notice.ts";
import { root, STREAM_MAX_BYTES } from "./engine.ts";
import { brokers, brokerSettings, clientOf, composed, identities, secrets } from "./hub.ts";

const PATIENCE = { timeout: 180_000, interval: 1_000 };
const logs = ["audit-log-1", "audit-log-2"];
/** Where content may stand: the data of each broker and of each database server. */
const stores = [
  ...brokers.map((name) => [name, "/data"] as const),
  ...["postgres-1", "postgres-2"].map((name) => [name, "/var/lib/postgresql"] as const),
];

/** Runs a command as the operator does, who has a user of the broker. */
async function operate(user: "backup" | "restore", ...args: string[]): Promise<void> {
  const env = {
    ...process.env,
    ...brokerSettings(user),
    TALANOA_STREAM_REPLICAS: "3",
    TALANOA_STREAM_MAX_BYTES: STREAM_MAX_BYTES,
    NODE_EXTRA_CA_CERTS: join(secrets, "authority", "ca.crt"),
  };
  const program = join(root, "packages", "cli", "talanoa.mjs");
  await promisify(execFile)(process.execPath, [program, user, ...args], { env });
}

async function delivered(draft: object): Promise<NoticeRef> {
  await using publisher = await clientOf("fj-publisher");
  const { ref } = (await publish(publisher, { draft })).publication;
  await using reader = await clientOf("to-liaison");
  await expect.poll(() => getNotice(reader, ref).catch(() => null), PATIENCE).not.toBeNull();
  return ref;
}

async function recall(ref: NoticeRef): Promise<void> {
  await using originator = await clientOf("fj-liaison");
  const copy = await checkCopy(await getNotice(originator, ref), directoryKeys(originator));
  if (copy.kind !== "notice") throw new Error(`the copy is ${copy.kind}`);
  await state(originator, copy.notice, { recalled: { reason: WithdrawalReason.WRONG } });
  await using auditor = await clientOf("oco-auditor");
  const steps = async () =>
    (await trailOf(auditor, { ...ref, version: 0 })).map(({ step }) => step);
  await expect.poll(steps, PATIENCE).toContain("erased");
}

async function entries(): Promise<string[]> {
  await using auditor = await clientOf("oco-auditor");
  return (await wholeLog(auditor)).map(({ row }) => Buffer.from(row.entry).toString("hex"));
}

async function storesWith(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, folder] of stores)
    for (const word of words)
      if (await composed.holds(name, folder, word)) found.push(`${name}: ${word}`);
  return found;
}

test("a hub of which every volume is destroyed is put back, but for what was recalled since its backup", async () => {
  await using shell = await openShell(identities);
  const [day, records, log] = ["day", "records", "log"].map((name) => join(shell.folder, name)) as [
    string,
    string,
    string,
  ];
  const [standing, recalled] = [plantedNotice(), plantedNotice()];
  const stays = await delivered(standing.draft);
  const gone = await delivered(recalled.draft);
  await operate("backup", day, "--log", "https://localhost:7480/");
  await recall(gone);
  const before = await entries();
  await operate("backup", records, "--records", "--log", "https://localhost:7480/");

  await composed.compose("down", "--volumes", "--timeout", "10");
  await composed.start(...brokers);
  await operate("restore", day, records, "--log-data", log);
  const checkpoint = await readFile(join(log, "published-checkpoint"), "utf8");
  for (const each of logs) await composed.place(each, "/data/published-checkpoint", checkpoint);
  const started = performance.now();
  await composed.compose("up", "--detach", "--no-build", "--wait");
  console.log(`up again: ${((performance.now() - started) / 1_000).toFixed(1)} s`);

  await expect.poll(async () => (await entries()).length, PATIENCE).toBeGreaterThan(before.length);
  expect((await entries()).slice(0, before.length)).toEqual(before);
  const verified = () => shell.as("oco-auditor", ["log", "verify", "--all"]);
  // It is known to be complete a minute later, when heads have been recorded.
  await expect.poll(async () => (await verified()).code, { ...PATIENCE, interval: 10_000 }).toBe(0);
  await using reader = await clientOf("to-liaison");
  const copy = await checkCopy(await getNotice(reader, stays), directoryKeys(reader));
  expect(copy.kind).toBe("notice");
  expect(await failure(getNotice(reader, gone))).toMatchObject({ code: "not-found" });
  expect(await storesWith(recalled.words)).toEqual([]);
  const kept = await storesWith(standing.words);
  for (const name of brokers)
    expect(kept.filter((each) => each.startsWith(name))).toHaveLength(standing.words.length);
}, 600_000);
