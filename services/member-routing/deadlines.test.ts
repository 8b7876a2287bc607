import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { OverdueOf, Precedence, RoutedMarker } from "@talanoa/contract/generated/talanoa.ts";
import { routingLanes, subjects } from "@talanoa/contract/subjects.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { testMember } from "@talanoa/platform/testing/member.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepDeadlines } from "./deadlines.ts";
import { accept } from "./testing/accept.ts";

const fiji = testMember("FJ");
let hub: TestHub;

beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

test("each deadline waits for what stood at its own time, also one that passes while another waits", async () => {
  const over = new AbortController();
  const { signal } = over;
  const { durable, filter } = routingLanes.find(
    ({ precedence }) => precedence === Precedence.ROUTINE,
  )!;
  const lane = takeInOrder(hub.bus, { durable, filter, window: 10, signal });
  const waiting: StoredMessage[] = [];
  const taking = (async () => {
    for await (const messages of lane.messages()) waiting.push(...messages);
  })().catch(() => {});
  const standing = async () => {
    await accept(hub, await fiji.seal());
    const count = waiting.length;
    return until(async () => waiting[count]);
  };
  const first = await standing();

  const now = Date.now();
  const acted: string[] = [];
  const keeping = keepDeadlines(
    { bus: hub.bus, log: openLogger("test", "fatal"), signal },
    {
      filters: [subjects.markers],
      take: () => [
        { key: "one", at: now + 200 },
        { key: "other", at: now + 3_000 },
      ],
      async act(key) {
        acted.push(key);
      },
    },
  );
  const ref = { origin: "FJ", id: newId(now, randomBytes), version: 1 };
  await hub.committer.commit([
    {
      subject: subjects.routed(ref, "first"),
      payload: RoutedMarker.encode({}),
      expect: { lastSequence: 0 },
    },
  ]);
  await sleep(Math.max(0, now + 700 - Date.now()));
  // This comes in time for the other.
  const second = await standing();
  await sleep(Math.max(0, now + 3_200 - Date.now()));
  expect(acted).toEqual([]);
  lane.done(first);
  await until(async () => acted.length > 0);
  await sleep(500);
  expect(acted).toEqual(["one"]);
  lane.done(second);
  await until(async () => acted.length > 1);
  expect(acted).toEqual(["one", "other"]);
  over.abort();
  await Promise.all([keeping, taking]);
});

test("what stands of the first filter is taken before anything of the others, and what comes later too", async () => {
  const over = new AbortController();
  const { signal } = over;
  const marker = (id: string) => ({
    subject: subjects.routed({ origin: "FJ", id, version: 1 }, "first"),
    payload: RoutedMarker.encode({}),
    expect: { lastSequence: 0 },
  });
  const told = (id: string) => ({
    subject: subjects.overdue({ origin: "FJ", id, version: 1 }, OverdueOf.ANSWER),
    payload: new Uint8Array(),
    expect: { lastSequence: 0 },
  });
  const [early, standing, later] = Array.from({ length: 3 }, () => newId(Date.now(), randomBytes));
  await hub.committer.commit([told(early!)]);
  await hub.committer.commit([marker(standing!)]);
  const taken: string[] = [];
  const acted: string[] = [];
  const keeping = keepDeadlines(
    { bus: hub.bus, log: openLogger("test", "fatal"), signal },
    {
      filters: [subjects.markers, subjects.overdues],
      take({ subject }) {
        taken.push(subject);
        // Due long ago by the marker, and told since.
        return [{ key: "standing", at: subject.startsWith("routed.") ? Date.now() - 1_000 : 0 }];
      },
      async act(key) {
        acted.push(key);
      },
    },
  );
  await until(async () => taken.includes(told(early!).subject));
  expect(taken.at(-1)).toBe(told(early!).subject);
  expect(taken).toContain(marker(standing!).subject);
  await sleep(500);
  expect(acted).toEqual([]);
  await hub.committer.commit([told(later!)]);
  await hub.committer.commit([marker(later!)]);
  const subjectsOfLater = [told(later!).subject, marker(later!).subject];
  await until(async () => subjectsOfLater.every((subject) => taken.includes(subject)));
  over.abort();
  await keeping;
});

test("what is due at a later time since has its effect then, whatever was done or failed meanwhile", async () => {
  const over = new AbortController();
  const { signal } = over;
  const marker = () => ({
    subject: subjects.routed(
      { origin: "FJ", id: newId(Date.now(), randomBytes), version: 1 },
      "first",
    ),
    payload: RoutedMarker.encode({}),
    expect: { lastSequence: 0 },
  });
  const first = marker();
  const second = marker();
  const past = Date.now() - 1_000;
  const later = Date.now() + 1_500;
  const acted: { readonly key: string; readonly at: number }[] = [];
  const taken: string[] = [];
  await hub.committer.commit([first]);
  const keeping = keepDeadlines(
    { bus: hub.bus, log: openLogger("test", "fatal"), signal },
    {
      filters: [subjects.markers],
      take({ subject }) {
        if (subject !== first.subject && subject !== second.subject) return [];
        taken.push(subject);
        const at = subject === first.subject ? past : later;
        return [
          { key: "failing", at },
          { key: "other", at },
        ];
      },
      async act(key) {
        acted.push({ key, at: Date.now() });
        if (acted.length > 1) return;
        await hub.committer.commit([second]);
        await until(async () => taken.includes(second.subject));
        throw new HubError("unavailable", "test");
      },
    },
  );
  await until(async () => acted.length > 2);
  expect(acted.map(({ key }) => key)).toEqual(["failing", "failing", "other"]);
  for (const { at } of acted.slice(1)) expect(at).toBeGreaterThan(later);
  over.abort();
  await keeping;
});
