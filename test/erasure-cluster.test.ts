import { checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import { publish } from "@talanoa/client/publish.ts";
import { state } from "@talanoa/client/state.ts";
import type { HubClient } from "@talanoa/client/connect.ts";
import { type NoticeRef, WithdrawalReason } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { filesWith } from "@talanoa/platform/testing/bytes-on-disk.ts";
import { startHub, type TestHub } from "./support/hub.ts";
import { trailOf } from "./support/log.ts";
import { plantedNotice } from "./support/planted-notice.ts";

const withdrawn = { reason: WithdrawalReason.WRONG };
const patient = { timeout: 90_000, interval: 500 };
/** The servers of a broker keep what they agree on in logs of their own, which they clear after minutes. */
const withinFiveMinutes = { timeout: 300_000, interval: 5_000 };
const persistent = { patience: 60_000 };
const servers = ["nats", "nats-2", "nats-3"];
let hub: TestHub;
let originator: HubClient;

beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" }, { brokers: servers.length });
  originator = await hub.as("fj-liaison");
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

interface Planted {
  readonly ref: NoticeRef;
  readonly notice: OpenedNotice;
  readonly words: readonly string[];
  readonly personal: readonly string[];
}

/** A notice that its originator holds, and with it all who are to have it: copies come in one batch. */
async function planted(): Promise<Planted> {
  const { draft, ...its } = plantedNotice();
  const { ref } = (await publish(await hub.as("fj-publisher"), { draft }, persistent)).publication;
  const copy = await vi.waitFor(() => getNotice(originator, ref), patient);
  const content = await checkCopy(copy, directoryKeys(originator));
  if (content.kind !== "notice") throw new Error(`the copy is ${content.kind}`);
  return { ref, notice: content.notice, ...its };
}

async function stepsOf(ref: NoticeRef): Promise<string[]> {
  const trail = await trailOf(await hub.as("oco-auditor"), { ...ref, version: 0 });
  return trail.map(({ step }) => step);
}

/** Which servers have one of the words on their disk. */
async function serversWith(words: readonly string[]): Promise<string[]> {
  const files = await filesWith(hub.stack.dataDir, words);
  return servers.filter((name) => files.some((file) => file.includes(`/${name}/`)));
}

test("of three servers none has a byte five minutes after a recall or an erasure, whatever was killed or down", async () => {
  const notices = await Promise.all(Array.from({ length: 12 }, planted));
  const [standing, erased, ...recalled] = notices as [Planted, Planted, ...Planted[]];
  for (const { words } of notices) expect(await serversWith(words)).toEqual(servers);

  await hub.stack.stop("audit-log");
  const orders = Promise.all([
    state(originator, erased.notice, { erasureOrdered: withdrawn }, persistent),
    ...recalled.map(({ notice }) => state(originator, notice, { recalled: withdrawn }, persistent)),
  ]);
  await hub.stack.kill("member-routing", "SIGKILL");
  await hub.stack.serving("member-routing");
  await orders;
  await hub.stack.restart("audit-log");
  // In the middle of the erasing.
  await vi.waitFor(async () => {
    const trails = await Promise.all(recalled.map(({ ref }) => stepsOf(ref)));
    expect(trails.some((steps) => steps.includes("erased"))).toBe(true);
  }, patient);
  await hub.stack.kill("member-routing", "SIGKILL");
  await hub.stack.kill("nats-2", "SIGKILL");
  await hub.stack.serving("nats-2");

  const gone = [...erased.personal, ...recalled.flatMap(({ words }) => words)];
  await vi.waitFor(async () => {
    expect(await filesWith(hub.stack.dataDir, gone)).toEqual([]);
  }, withinFiveMinutes);
  for (const { ref } of [erased, ...recalled]) {
    const steps = await stepsOf(ref);
    expect(steps).toEqual(expect.arrayContaining(["accepted", "routed", "erased"]));
  }
  // What nobody took back is still there.
  const kept = erased.words.filter((word) => !erased.personal.includes(word));
  expect(await serversWith(kept)).toEqual(servers);
  for (const word of standing.words) expect(await serversWith([word])).toEqual(servers);
}, 600_000);
