import { randomUUID } from "node:crypto";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { openLogger } from "@talanoa/platform/logging.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type LaneStanding, OpenLanes } from "./open-lanes.ts";
import { type Unread, UnreadFeeds } from "./unread.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const { FLASH, ROUTINE } = Precedence;

/** Puts copies into a feed; the place of the last. */
async function copies(participant: string, precedence: 1 | 4, count: number): Promise<number> {
  const message = {
    subject: subjects.feed(participant, precedence, "statement"),
    payload: Buffer.alloc(9),
  };
  const { firstSequence } = await hub.committer.commit(
    Array.from({ length: count }, () => ({ ...message, messageId: randomUUID() })),
  );
  return firstSequence + count - 1;
}

/** Stores how far a subscription is. */
async function received(
  participant: string,
  subscription: string,
  position: number,
): Promise<void> {
  const holder = { participant, principal: "officer", subscription };
  const facts = { received: { participant, subscription, precedence: FLASH, position } };
  const place = { subject: subjects.received(holder, FLASH), lastSequence: 0 };
  await hub.committer.commit([recordMessage({ at: Date.now(), facts }, place)]);
}

/** One look, as a service takes it. */
async function look(standings: LaneStanding[] = []): Promise<Map<string, number>> {
  const lanes = new OpenLanes();
  using _ = lanes.add(standings.map((standing) => ({ standing })));
  const unread = new UnreadFeeds(hub.bus, { lanes, log: openLogger("member-feeds", "fatal") });
  const over = new AbortController();
  const looking = unread.keepLooking(over.signal);
  const found = await vi.waitFor(() => {
    if (!unread.found) throw new Error("no look yet");
    return unread.found;
  }, 60_000);
  over.abort();
  await looking;
  return new Map(found.map((its: Unread) => [`${its.participant} ${its.precedence}`, its.count]));
}

test("a feed is as far as the furthest of its participant's subscriptions, stored or open", async () => {
  const [first, last] = [await copies("TO", FLASH, 1), await copies("TO", FLASH, 4)];
  await copies("TO", ROUTINE, 2);
  await copies("WS", FLASH, 3);
  expect(await look()).toEqual(
    new Map([
      [`TO ${FLASH}`, 5],
      [`TO ${ROUTINE}`, 2],
      [`WS ${FLASH}`, 3],
    ]),
  );
  await received("TO", "desk", first);
  await received("TO", "program", last - 1);
  expect((await look()).get(`TO ${FLASH}`)).toBe(1);
  const open = { participant: "TO", precedence: FLASH, unconfirmed: 0, oldestSentAt: null };
  const seen = await look([{ ...open, settledUpTo: last }]);
  expect(seen.get(`TO ${FLASH}`)).toBe(0);
  expect(seen.get(`WS ${FLASH}`)).toBe(3);
});
