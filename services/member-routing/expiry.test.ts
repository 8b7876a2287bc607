import { setTimeout as sleep } from "node:timers/promises";
import { Ending, NoticeLife, Revision } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { lifeMessage, readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import {
  openTestHub,
  recordOf,
  type ServedService,
  type TestHub,
  until,
} from "@talanoa/platform/testing/hub.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { leastDraft, testMember, type TestNotice } from "@talanoa/platform/testing/member.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expireAll } from "./expiry.ts";
import { Lateness } from "./lateness.ts";
import { accept } from "./testing/accept.ts";
import { runRouting } from "./testing/run-routing.ts";

const fiji = testMember("FJ");
const tonga = testMember("TO", "polynesia");
let hub: TestHub;
let routing: ServedService | undefined;

beforeAll(async () => {
  hub = await openTestHub();
  for (const each of [fiji, tonga]) await hub.put(each.participant, each.key);
  routing = await runRouting(hub);
});
afterAll(async () => {
  await routing?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

const endingIn = (milliseconds: number) => ({
  ...leastDraft,
  expires: new Date(Date.now() + milliseconds).toISOString(),
});

async function routed({ ref }: TestNotice): Promise<void> {
  await until(async () => (await hub.stored(subjects.routed(ref, "first"))).length > 0);
}

const expired = ({ ref }: TestNotice) => hub.stored(subjects.expired(ref));

/** Puts a later version into the stream as the intake does, with its step in the notice's life. */
async function acceptLater(notice: TestNotice): Promise<void> {
  await step(notice);
  await accept(hub, notice);
}

async function step(notice: TestNotice): Promise<void> {
  const { version } = notice.ref;
  const standing = await readStandingLife(hub.bus, notice.ref);
  const step = lifeMessage(standing, { type: "accepted", version }, notice.ref) as Outgoing;
  await hub.committer.commit([step]);
}

test("a notice ends when it says so, once, though two instances watch it; holders are named", async () => {
  await using second = await runRouting(hub);
  expect(second.address).not.toBe(routing!.address);
  const notice = await fiji.seal(endingIn(1_500));
  await accept(hub, notice);
  await routed(notice);
  const [record, ...more] = await until(async () => {
    const found = await expired(notice);
    return found.length > 0 && found;
  });
  expect(more).toEqual([]);
  expect(recordOf(record!).facts?.expired).toMatchObject({
    notice: notice.ref,
    holders: ["FJ", "TO"],
  });
  const [life] = await hub.stored(subjects.life(notice.ref));
  expect(NoticeLife.decode(life!.payload).ending).toBe(Ending.EXPIRED);
  // It stands right after the record: both or none.
  expect(life!.sequence).toBe(record!.sequence + 1);
});

test("what fell due while nobody watched ends at the next start", async () => {
  await routing?.stop();
  const notice = await fiji.seal(endingIn(700));
  const lasting = await fiji.seal();
  for (const each of [notice, lasting]) await accept(hub, each);
  await sleep(800);
  routing = await runRouting(hub);
  expect(await until(async () => (await expired(notice)).length)).toBe(1);
  await routed(lasting);
  expect(await expired(lasting)).toEqual([]);
});

test("the newest version says when: later, sooner or never", async () => {
  const later = await fiji.seal(endingIn(6_000));
  const sooner = await fiji.seal(endingIn(3_600_000));
  const never = await fiji.seal(endingIn(6_000));
  for (const each of [later, sooner, never]) await accept(hub, each);
  const { CHANGE } = Revision;
  await acceptLater(await fiji.revise(later, CHANGE, endingIn(3_600_000)));
  await acceptLater(await fiji.revise(sooner, CHANGE, endingIn(6_500)));
  await acceptLater(await fiji.revise(never, CHANGE, leastDraft));
  expect(await until(async () => (await expired(sooner)).length)).toBe(1);
  // What was due before would have ended before.
  expect(await expired(later)).toEqual([]);
  expect(await expired(never)).toEqual([]);
});

test("a notice is late while a newer version waits to be routed, and no longer when that says when", async () => {
  const { bus, committer } = hub;
  const lateness = new Lateness();
  const over = new AbortController();
  const expiring = { bus, committer, log: openLogger("test", "fatal"), signal: over.signal };
  const watching = expireAll(expiring, lateness);
  const drafts = [leastDraft, endingIn(3_600_000)];
  for (const draft of drafts) {
    const notice = await fiji.seal(endingIn(300));
    await accept(hub, notice);
    const newer = await fiji.revise(notice, Revision.CHANGE, draft);
    await step(newer);
    // It was looked at, and not merely due since the last look.
    await until(async () => lateness.seconds > 1.5);
    await accept(hub, newer);
    await until(async () => lateness.seconds === 0);
    expect(await expired(notice)).toEqual([]);
  }
  over.abort();
  await watching;
});
