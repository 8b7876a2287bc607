import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE, routingLanes, subjects } from "@talanoa/contract/subjects.ts";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { takeInOrder } from "@talanoa/platform/bus/take-in-order.ts";
import { createConsumer } from "@talanoa/platform/bus/consumer.ts";
import { openTestHub, type TestHub, until } from "@talanoa/platform/testing/hub.ts";
import { expect, test } from "vitest";
import { watchRoom } from "./room.ts";

const MIB = 1024 * 1024;
const every = 20;
const participants = 25;
const { signal } = new AbortController();
const routine = routingLanes.find(({ precedence }) => precedence === Precedence.ROUTINE)!;

/** A hub whose routing is there, but does not get on with its work. */
async function openHub(maxBytes: number): Promise<TestHub> {
  const hub = await openTestHub({ maxBytes });
  for (const { durable, filter } of routingLanes) {
    const config = { name: durable, durable_name: durable, filter_subject: filter } as const;
    await createConsumer(hub.bus, EXCHANGE, { ...config, ack_policy: "explicit" });
  }
  return hub;
}

/** Stores something where a notice or a statement would stand; its sequence. */
async function store(hub: TestHub, subject: string, bytes = 100): Promise<number> {
  const message = { subject, payload: Buffer.alloc(bytes), messageId: randomUUID() };
  return (await hub.committer.commit([message])).firstSequence;
}

const noticeSubject = () =>
  subjects.notice(Precedence.ROUTINE, { origin: "FJ", id: randomUUID(), version: 1 });

test("room is kept for the copies of what is not routed yet, and given back when they stand", async () => {
  await using hub = await openHub(16 * MIB);
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  const needed = { itself: 1_000, copies: MIB };
  let kept = 0;
  for (;;) {
    const settled = room.keep(routine, needed);
    if (!settled) break;
    settled(await store(hub, noticeSubject()));
    kept += 1;
  }
  expect(kept).toBe(15);
  await sleep(5 * every);
  expect(room.full()).toBe(true);
  expect(room.keep(routine, needed)).toBeNull();

  const stop = new AbortController();
  const { durable, filter } = routine;
  const work = takeInOrder(hub.bus, { durable, filter, window: 100, signal: stop.signal });
  let done = 0;
  for await (const messages of work.messages()) {
    for (const message of messages) work.done(message);
    done += messages.length;
    if (done === kept) break;
  }
  await until(async () => !room.full());
  stop.abort();
});

test("what was kept for a notice that was not stored is given back", async () => {
  await using hub = await openHub(16 * MIB);
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  const settled = room.keep(routine, { itself: 0, copies: 15 * MIB });
  expect(room.full()).toBe(true);
  settled?.(null);
  expect(room.full()).toBe(false);
});

test("notices that stood unrouted before the start count by their sizes", async () => {
  await using hub = await openHub(16 * MIB);
  for (let i = 0; i < 20; i++) await store(hub, noticeSubject());
  {
    await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
    expect(room.full()).toBe(false);
  }
  for (let i = 0; i < 20; i++) await store(hub, noticeSubject(), 30_000);
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  expect(room.full()).toBe(true);
});

test("notices that another instance takes in are counted too", async () => {
  await using hub = await openHub(16 * MIB);
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  for (let i = 0; i < 70; i++) await store(hub, noticeSubject());
  await expect.poll(() => room.full(), { timeout: 60_000 }).toBe(true);
});

test("statements that wait take little of it", async () => {
  await using hub = await openHub(16 * MIB);
  for (let i = 0; i < 300; i++) await store(hub, subjects.statement("FJ", randomUUID()));
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  expect(room.full()).toBe(false);
});

test("while the broker is away the last word counts", async () => {
  await using hub = await openHub(16 * MIB);
  for (let i = 0; i < 20; i++) await store(hub, noticeSubject(), 30_000);
  await using room = await watchRoom(hub.bus, { share: 0.9, participants, signal, every });
  await hub.killNats();
  await sleep(10 * every);
  expect(room.full()).toBe(true);
});
