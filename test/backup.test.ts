import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messagesOf } from "@talanoa/backup/folder/message-files.ts";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { getNotice, listNotices } from "@talanoa/client/notices.ts";
import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import { subscribe } from "@talanoa/client/subscribe.ts";
import { type NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import { openHub } from "@talanoa/devstack/hub.ts";
import type { Stack } from "@talanoa/devstack/stack.ts";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { failure } from "./support/failure.ts";
import { trailOf, wholeLog } from "./support/log.ts";
import { plantedNotice } from "./support/planted-notice.ts";

const PATIENCE = { timeout: 60_000, interval: 200 };
const recalled = { reason: WithdrawalReason.WRONG };
/** What stays of a hub that is lost: none of it is in a backup. */
const keptApart = ["keys", "identities", "screening", "checkpoints", "run"];

let dataDir: string;
let shell: Shell;
let hub: OneHub;

interface OneHub extends AsyncDisposable {
  readonly stack: Stack;
  as(name: string): Promise<HubClient>;
}

/** The hub on the data folder, with what is there. */
async function start(): Promise<OneHub> {
  await using opened = new AsyncDisposableStack();
  const env = { ...process.env, LOG_LEVEL: "warn", TALANOA_LOG_HEADS_SECONDS: "1" };
  const stack = opened.use(await openHub({ dataDir, env, report() {} }));
  const life = opened.move();
  return {
    stack,
    as: async (name) =>
      life.use(connect(await loadIdentity(join(stack.identitiesDir, `${name}.json`)))),
    [Symbol.asyncDispose]: () => life.disposeAsync(),
  };
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "talanoa-backup-"));
  hub = await start();
  shell = await openCommands(hub.stack.identitiesDir);
}, 300_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await shell?.[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

/** A command that must come through. */
async function talanoa(...args: string[]) {
  const ended = await shell.run([...args, "--json"]);
  expect(ended).toMatchObject({ code: 0, err: expect.any(String) });
  return jsonLines(ended.out);
}

const backup = (name: string) => join(shell.folder, name);

/** Those of the words that stand in a message of a backup, whose files are compressed. */
async function wordsIn(folder: string, words: readonly string[]): Promise<string[]> {
  const payloads = (await Array.fromAsync(messagesOf(folder))).map(({ payload }) => payload);
  return words.filter((word) => payloads.some((payload) => Buffer.from(payload).includes(word)));
}

async function opened(officer: HubClient, ref: NoticeRef): Promise<OpenedNotice> {
  const content = await checkCopy(await getNotice(officer, ref), directoryKeys(officer));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return content.notice;
}

async function delivered(draft: object): Promise<NoticeRef> {
  const { ref } = (await publish(await hub.as("fj-publisher"), { draft })).publication;
  const reader = await hub.as("to-liaison");
  await vi.waitFor(() => getNotice(reader, ref), PATIENCE);
  return ref;
}

async function untilErased(ref: NoticeRef): Promise<void> {
  const auditor = await hub.as("oco-auditor");
  await vi.waitFor(async () => {
    const trail = await trailOf(auditor, { ...ref, version: 0 });
    expect(trail.map(({ step }) => step)).toContain("erased");
  }, PATIENCE);
}

/** What an officer's list has, by id. */
async function listed(name: string): Promise<string[]> {
  const copies = await Array.fromAsync(listNotices(await hub.as(name), { allVersions: true }));
  const keys = directoryKeys(await hub.as(name));
  const contents = await Promise.all(copies.map((copy) => checkCopy(copy, keys)));
  return contents.flatMap((its) => (its.kind === "notice" ? its.notice.header.id : []));
}

/** What comes next on Tonga's desk, which is then received. */
async function nextOnDesk(): Promise<string> {
  await using feed = subscribe(await hub.as("to-liaison"), { name: "desk", fromStart: true });
  for await (const { number, content } of feed) {
    feed.received(number);
    if (content.kind === "notice") return content.notice.header.id;
  }
  throw new Error("the feed ended");
}

async function entries(): Promise<string[]> {
  const log = await wholeLog(await hub.as("oco-auditor"));
  return log.map((entry) => Buffer.from(entry.row.entry).toString("hex"));
}

describe("a hub that is lost and put back from yesterday's backup and the records since", () => {
  const standing = plantedNotice();
  const toRecall = plantedNotice();
  const toErase = plantedNotice();
  let toExpire: ReturnType<typeof plantedNotice>;
  let expiry: number;
  const toLose = plantedNotice();
  const refs: Record<"standing" | "recalled" | "erased" | "expired" | "lost", NoticeRef> =
    {} as never;
  let before: { log: string[]; list: string[] };

  test("keeps a backup while it serves, and records that go on", async () => {
    refs.standing = await delivered(standing.draft);
    refs.recalled = await delivered(toRecall.draft);
    refs.erased = await delivered(toErase.draft);
    expiry = Date.now() + 20_000;
    toExpire = plantedNotice({ expires: new Date(expiry).toISOString() });
    refs.expired = await delivered(toExpire.draft);
    expect(await nextOnDesk()).toBe(refs.standing.id);
    const [copied] = await talanoa("backup", backup("day"), "--data", dataDir);
    expect(copied!["messages"]).toBeGreaterThan(100);
    expect(await wordsIn(backup("day"), toRecall.words)).toEqual(toRecall.words);
    const following = shell.start([
      "backup",
      backup("records"),
      "--records",
      "--follow",
      "--data",
      dataDir,
    ]);

    const originator = await hub.as("fj-liaison");
    await state(originator, await opened(originator, refs.recalled), { recalled });
    await state(originator, await opened(originator, refs.erased), { erasureOrdered: recalled });
    refs.lost = await delivered(toLose.draft);
    await untilErased(refs.recalled);
    await untilErased(refs.erased);
    before = { log: await entries(), list: await listed("to-liaison") };
    await shell.as("oco-auditor", ["log", "verify", "--all", "--purpose", "audit"]);
    // All that was exchanged is in the records, and a checkpoint of it.
    await vi.waitFor(async () => {
      const note = await readFile(join(backup("records"), "log-checkpoint"), "utf8");
      expect(Number(note.split("\n")[1])).toBeGreaterThan(before.log.length);
    }, PATIENCE);
    await hub[Symbol.asyncDispose]();
    following.kill("SIGINT");
    expect((await following.ended).code).toBe(0);
    expect(await wordsIn(backup("records"), toLose.words)).toEqual([]);
  }, 300_000);

  test("names what is lost, and puts no byte back of what was erased since", async () => {
    for (const name of await readdir(dataDir))
      if (!keptApart.includes(name)) await rm(join(dataDir, name), { recursive: true });
    // By then it has expired.
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(expiry), PATIENCE);
    const [restored] = await talanoa(
      "restore",
      backup("day"),
      backup("records"),
      "--data",
      dataDir,
    );
    expect(restored!["lost_notices"]).toMatchObject([{ notice: `FJ/${refs.lost.id}`, version: 1 }]);
    expect(restored!["lost_copies"]).toEqual([]);
    const gone = [...toRecall.words, ...toErase.personal, ...toExpire.words, ...toLose.words];
    expect(await filesWith(dataDir, gone)).toEqual([]);
    const stays = [
      ...standing.words,
      ...toErase.words.filter((word) => !toErase.personal.includes(word)),
    ];
    const found = await filesWith(dataDir, stays);
    for (const word of stays) expect(found.some((each) => each.endsWith(word))).toBe(true);
  }, 300_000);

  test("has the same log, the same feeds, and subscriptions where they were", async () => {
    hub = await start();
    const log = await entries();
    expect(log.slice(0, before.log.length)).toEqual(before.log);
    const verified = await shell.as("oco-auditor", [
      "log",
      "verify",
      "--all",
      "--purpose",
      "audit",
    ]);
    expect(verified).toMatchObject({ code: 0, err: expect.any(String) });
    await untilErased(refs.expired);
    const kept = before.list.filter((id) => id !== refs.expired.id && id !== refs.lost.id);
    await vi.waitFor(async () => expect(await listed("to-liaison")).toEqual(kept), PATIENCE);
    const reader = await hub.as("to-liaison");
    for (const ref of [refs.recalled, refs.expired, refs.lost])
      expect((await failure(getNotice(reader, ref))).code).toBe("not-found");
    const { ref } = (await publish(await hub.as("fj-publisher"), { draft: plantedNotice().draft }))
      .publication;
    // Behind what it had received stands the one whose persons were erased, then what comes now.
    expect(await nextOnDesk()).toBe(refs.erased.id);
    expect(await nextOnDesk()).toBe(ref.id);
  }, 300_000);

  test("is backed up on, and what was erased since is in the backup no more", async () => {
    const [copied] = await talanoa("backup", backup("day"), "--data", dataDir);
    expect(copied!["files_rewritten"]).toBeGreaterThan(0);
    const gone = [...toRecall.words, ...toErase.personal, ...toExpire.words];
    expect(await wordsIn(backup("day"), gone)).toEqual([]);
    expect(await wordsIn(backup("day"), standing.words)).toEqual(standing.words);
  });
});
