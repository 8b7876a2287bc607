import { randomUUID } from "node:crypto";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestHub, type TestHub } from "../testing/hub.ts";
import { backlogAfter } from "./backlog.ts";
import { lastOfEach } from "./last-of-each.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const { FLASH, ROUTINE } = Precedence;

async function put(participant: string, precedence: typeof FLASH | typeof ROUTINE, count = 1) {
  const message = {
    subject: subjects.feed(participant, precedence, "statement"),
    payload: Buffer.alloc(9),
  };
  const { firstSequence } = await hub.committer.commit(
    Array.from({ length: count }, () => ({ ...message, messageId: randomUUID() })),
  );
  return firstSequence + count - 1;
}

test("what waits after a place is counted, with the time of the first, and is none where nothing is", async () => {
  const filters = [subjects.feedOf("WS", FLASH)];
  expect(await backlogAfter(hub.bus, filters, 0)).toEqual({ count: 0, oldestAt: null });
  const before = Date.now();
  const first = await put("WS", FLASH);
  const after = Date.now();
  await put("TO", FLASH);
  const last = await put("WS", FLASH, 300);
  const all = await backlogAfter(hub.bus, filters, 0);
  expect(all.count).toBe(301);
  expect(all.oldestAt).toBeGreaterThanOrEqual(before - 1);
  expect(all.oldestAt).toBeLessThanOrEqual(after);
  expect((await backlogAfter(hub.bus, filters, first)).count).toBe(300);
  expect((await backlogAfter(hub.bus, filters, last)).count).toBe(0);
});

test("the last message of each subject is given once, without its payload", async () => {
  expect(await lastOfEach(hub.bus, "record.none.>")).toEqual([]);
  const places = new Map<string, number>();
  for (let number = 0; number < 40; number++) {
    await put(`P${number}`, FLASH, 3);
    places.set(subjects.feed(`P${number}`, FLASH, "statement"), await put(`P${number}`, FLASH));
  }
  const found = (await lastOfEach(hub.bus, subjects.feeds)).filter(({ subject }) =>
    subject.startsWith("feed.P"),
  );
  expect(new Map(found.map(({ subject, sequence }) => [subject, sequence]))).toEqual(places);
  expect(found).toHaveLength(40);
  expect(found.every(({ payload }) => payload.length === 0)).toBe(true);
});

test("without a broker both say so", async () => {
  await hub.killNats();
  await expect(backlogAfter(hub.bus, [subjects.feeds], 0)).rejects.toMatchObject({
    code: "unavailable",
  });
  await expect(lastOfEach(hub.bus, subjects.feeds)).rejects.toMatchObject({ code: "unavailable" });
  await hub.restartNats();
  await hub.bus.whenAvailable();
});
