import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import type { NatsServer } from "@talanoa/devstack/nats-server.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLossyProxy } from "../testing/lossy-proxy.ts";
import { openCommitter } from "./committer.ts";
import { openBus } from "./connection.ts";
import type { Bus } from "./connection.ts";
import { ensureExchangeStream, readStreamUsage } from "./exchange-stream.ts";
import { readFrom } from "./read-from.ts";
import type { StoredMessage } from "./stored-message.ts";
import { takeInOrder } from "./take-in-order.ts";

let dir: string;
let binary: string;
let server: NatsServer;
let bus: Bus;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-consumers-"));
  binary = await findNatsServer();
  server = await startNats({ dir, binary });
  bus = await openBus({ servers: [`127.0.0.1:${server.port}`], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
}, 300_000);

afterEach(async () => {
  await bus[Symbol.asyncDispose]();
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

async function fill(
  count: number,
  subject = (i: number): string => `statement.FJ.s${i}`,
): Promise<void> {
  await using committer = openCommitter(bus);
  for (let from = 0; from < count; from += 1_000) {
    const part = Array.from({ length: Math.min(1_000, count - from) }, async (_, i) =>
      committer.commit([
        {
          subject: subject(from + i),
          payload: Buffer.from(`payload ${from + i}`),
          headers: { "Talanoa-Record": `record ${from + i}` },
          messageId: `${subject(from + i)} ${from + i}`,
        },
      ]),
    );
    await Promise.all(part);
  }
}

async function collect(
  reading: AsyncIterable<StoredMessage[]>,
  enough: (messages: readonly StoredMessage[]) => boolean,
): Promise<StoredMessage[]> {
  const all: StoredMessage[] = [];
  for await (const messages of reading) {
    expect(messages.length).toBeGreaterThan(0);
    all.push(...messages);
    if (enough(all)) break;
  }
  return all;
}

async function consumers(): Promise<number> {
  const reply = await bus.request("$JS.API.CONSUMER.NAMES.EXCHANGE", "");
  return reply.json<{ total: number }>().total;
}

test("reading gives every message from the start on, in order, in arrays of what waits", async () => {
  await fill(5_000);
  const abort = new AbortController();
  const all = await collect(
    readFrom(bus, { filters: [], startSequence: 1_001, signal: abort.signal }),
    (messages) => messages.length >= 4_000,
  );
  expect(all.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 4_000 }, (_, i) => 1_001 + i),
  );
  const [first] = all;
  const ordinal = /\d+$/.exec(first?.subject ?? "")?.[0];
  expect(Buffer.from(first?.payload ?? []).toString()).toBe(`payload ${ordinal}`);
  expect(first?.header("Talanoa-Record")).toBe(`record ${ordinal}`);
  expect(first?.header("Talanoa-Other")).toBeUndefined();
  expect(Math.abs((first?.storedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  await expect.poll(consumers).toBe(0);
});

test("reading with filters and headers only never brings content", async () => {
  await fill(300, (i) =>
    i % 3 === 0 ? `record.opened` : i % 3 === 1 ? `statement.FJ.s${i}` : "feed.NZ.flash.alert",
  );
  const abort = new AbortController();
  const all = await collect(
    readFrom(bus, {
      filters: ["record.>", "statement.>"],
      startSequence: 1,
      headersOnly: true,
      signal: abort.signal,
    }),
    (messages) => messages.length >= 200,
  );
  expect(all.every(({ payload }) => payload.length === 0)).toBe(true);
  expect(all.every((message) => message.header("Talanoa-Record")?.startsWith("record"))).toBe(true);
  expect(all.some(({ subject }) => subject.startsWith("feed"))).toBe(false);
});

test("reading leaves out what is not wanted, however much of it comes in a row, and goes on behind it", async () => {
  await fill(2_000, (i) => (i % 500 === 499 ? `record.s${i}` : `statement.FJ.s${i}`));
  const { signal } = new AbortController();
  const wanted = (subject: string) => subject.startsWith("record.");
  const options = { filters: [], wanted, startSequence: 1, window: 100, signal };
  const messages = await collect(readFrom(bus, options), ({ length }) => length === 4);
  expect(messages.map(({ subject }) => subject).sort()).toEqual(
    [499, 999, 1499, 1999].map((i) => `record.s${i}`).sort(),
  );
});

test("reading goes on with what comes, and ends at once when it is aborted", async () => {
  const abort = new AbortController();
  const texts: string[] = [];
  const reading = (async () => {
    for await (const messages of readFrom(bus, {
      filters: [],
      startSequence: 1,
      signal: abort.signal,
    })) {
      texts.push(...messages.map(({ subject }) => subject));
    }
  })();
  await sleep(100);
  await fill(3);
  await expect.poll(() => texts.length).toBe(3);
  const start = performance.now();
  abort.abort();
  await reading;
  expect(performance.now() - start).toBeLessThan(10_000);
  await expect.poll(consumers).toBe(0);
});

test("cut connections, deleted consumers and a killed broker neither skip nor repeat a message", async () => {
  await using proxy = await openLossyProxy(server.port);
  await using reader = await openBus({ servers: [proxy.address], name: "reader" });
  const abort = new AbortController();
  const reading = collect(
    readFrom(reader, {
      filters: ["statement.>"],
      startSequence: 1,
      window: 100,
      signal: abort.signal,
    }),
    (messages) => messages.length >= 12_000,
  );
  for (let i = 0; i < 4; i++) {
    await fill(3_000, (n) => `statement.FJ.r${i}n${n}`);
    if (i === 0) proxy.cut();
    if (i === 1) {
      const names = await bus.request("$JS.API.CONSUMER.NAMES.EXCHANGE", "");
      for (const name of names.json<{ consumers: string[] | null }>().consumers ?? []) {
        await bus.request(`$JS.API.CONSUMER.DELETE.EXCHANGE.${name}`, "");
      }
    }
    if (i === 2) {
      const { port } = server;
      await server.kill("SIGKILL");
      server = await startNats({ dir, binary, port });
      await bus.whenAvailable();
    }
  }
  const all = await reading;
  expect(all.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 12_000 }, (_, i) => i + 1),
  );
}, 300_000);

test("a reader whose position lies behind the end of the stream is told so", async () => {
  await fill(10);
  const { lastSequence } = await readStreamUsage(bus);
  const abort = new AbortController();
  const reading = readFrom(bus, {
    filters: [],
    startSequence: lastSequence + 2,
    signal: abort.signal,
  });
  await expect(collect(reading, () => true)).rejects.toMatchObject({ code: "failed-precondition" });
});

test("a reader is told that the stream was put back, although it has come as far again by other messages", async () => {
  await fill(10);
  await using proxy = await openLossyProxy(server.port);
  await using reader = await openBus({ servers: [proxy.address], name: "reader" });
  const { signal } = new AbortController();
  let read = 0;
  const reading = (async () => {
    for await (const messages of readFrom(reader, { filters: [], startSequence: 1, signal }))
      read += messages.length;
  })().catch((error: unknown) => error);
  await vi.waitFor(() => expect(read).toBe(10), 10_000);
  // As a broker is put back: the reader is away meanwhile.
  proxy.deaf = true;
  await bus.request("$JS.API.STREAM.DELETE.EXCHANGE", "");
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await fill(20, (i) => `statement.FJ.t${i}`);
  proxy.cut();
  expect(await reading).toMatchObject({
    code: "failed-precondition",
    message: "the stream has another message at 10 than was read there",
  });
  expect(read).toBe(10);
});

test("so is a reader that was away, when it has kept what it read last", async () => {
  await fill(10);
  const { signal } = new AbortController();
  const read = await collect(
    readFrom(bus, { filters: [], startSequence: 1, signal }),
    ({ length }) => length >= 10,
  );
  const again = { filters: [], startSequence: 11, last: read.at(-1)!, signal };
  await fill(1, () => "statement.FJ.later");
  expect(await collect(readFrom(bus, again), () => true)).toMatchObject([{ sequence: 11 }]);

  await bus.request("$JS.API.STREAM.DELETE.EXCHANGE", "");
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await fill(20, (i) => `statement.FJ.t${i}`);
  await expect(collect(readFrom(bus, again), () => true)).rejects.toMatchObject({
    code: "failed-precondition",
    message: "the stream has another message at 10 than was read there",
  });
});

test("a slow reader holds the stream back instead of filling its memory", async () => {
  await fill(3_000);
  const abort = new AbortController();
  let largest = 0;
  let count = 0;
  for await (const messages of readFrom(bus, {
    filters: [],
    startSequence: 1,
    window: 200,
    signal: abort.signal,
  })) {
    largest = Math.max(largest, messages.length);
    count += messages.length;
    if (count >= 3_000) break;
    await sleep(5);
  }
  expect(count).toBe(3_000);
  expect(largest).toBeLessThanOrEqual(200);
});

test("a slow reader has few large messages in memory, however many might wait", async () => {
  await using committer = openCommitter(bus);
  const payload = Buffer.alloc(500_000, "x");
  for (let i = 0; i < 100; i++) {
    const expect = { lastSequence: 0 };
    await committer.commit([{ subject: `statement.FJ.large${i}`, payload, expect }]);
  }
  const abort = new AbortController();
  let count = 0;
  let largest = 0;
  for await (const messages of readFrom(bus, {
    filters: [],
    startSequence: 1,
    signal: abort.signal,
  })) {
    count += messages.length;
    largest = Math.max(largest, messages.length);
    if (count >= 100) break;
    await sleep(200);
  }
  expect(count).toBe(100);
  expect(largest).toBeLessThanOrEqual(20);
});

const routing = { durable: "routing", filter: "statement.>", window: 500 };

test("work that is not done comes again, in order, work that is done does not", async () => {
  await fill(20);
  const first = new AbortController();
  const work = takeInOrder(bus, { ...routing, signal: first.signal });
  let taken = 0;
  for await (const messages of work.messages()) {
    taken += messages.length;
    for (const message of messages) if (message.sequence % 2 === 0) work.done(message);
    if (taken >= 20) break;
  }
  await bus.connection.flush();
  const second = new AbortController();
  const again: number[] = [];
  const rest = takeInOrder(bus, { ...routing, signal: second.signal });
  for await (const messages of rest.messages()) {
    again.push(...messages.map(({ sequence }) => sequence));
    for (const message of messages) rest.done(message);
    if (new Set(again.filter((sequence) => sequence % 2 === 1)).size >= 10) break;
  }
  // What was done above the first that was not may be read once more; it has no second effect.
  const odd = again.filter((sequence) => sequence % 2 === 1);
  expect(odd).toEqual(Array.from({ length: 10 }, (_, i) => 2 * i + 1));
});

async function workers(
  stop: (abort: AbortController, broker: Bus) => Promise<void>,
): Promise<number> {
  await using firstBus = await openBus({ servers: [`127.0.0.1:${server.port}`], name: "first" });
  await using secondBus = await openBus({ servers: [`127.0.0.1:${server.port}`], name: "second" });
  const seen: { by: string; sequence: number; at: number }[] = [];
  const run = async (on: Bus, signal: AbortSignal, by: string): Promise<void> => {
    const work = takeInOrder(on, { ...routing, signal });
    for await (const messages of work.messages()) {
      for (const message of messages) {
        seen.push({ by, sequence: message.sequence, at: performance.now() });
        work.done(message);
      }
    }
  };
  const aborts = [new AbortController(), new AbortController()] as const;
  // One or the other may come twice: it has no second effect.
  const distinct = (): number => new Set(seen.map(({ sequence }) => sequence)).size;
  const first = run(firstBus, aborts[0].signal, "first");
  // It has the work once it was given some.
  await fill(1, () => "statement.FJ.first");
  await expect.poll(distinct).toBe(1);
  const second = run(secondBus, aborts[1].signal, "second");
  // Who begins makes up for all that is in hand, also another's: here nothing is.
  await sleep(300);
  for (let i = 0; i < 40; i++) {
    await fill(5, (n) => `statement.FJ.a${i}n${n}`);
    await sleep(100);
  }
  await expect.poll(distinct).toBe(201);
  expect(new Set(seen.map(({ by }) => by))).toEqual(new Set(["first"]));
  await stop(aborts[0], firstBus);
  const gone = performance.now();
  await fill(50, (n) => `statement.FJ.b${n}`);
  await expect.poll(distinct, { timeout: 60_000 }).toBe(251);
  const later = seen.filter(({ at }) => at > gone);
  expect(later.every(({ by }) => by === "second")).toBe(true);
  for (const abort of aborts) abort.abort();
  await Promise.all([first, second]);
  return (later[0]?.at ?? Infinity) - gone;
}

// Tried again: a process that a busy machine leaves silent for three seconds is taken over from too.
test(
  "one of two processes has all the work, and the other takes over in seconds when it is silent",
  { retry: 2 },
  async () => {
    const gap = await workers(async (_, broker) => broker.connection.close());
    expect(gap).toBeLessThan(20_000);
  },
);

// The same, and the broker may be told late; it is never told early.
test("a process that stops cleanly makes room for the other at once", { retry: 2 }, async () => {
  const gap = await workers(async (abort) => abort.abort());
  // Without being told, the broker would wait three seconds.
  expect(gap).toBeLessThan(2_500);
});

test("taking work survives a killed broker", async () => {
  const abort = new AbortController();
  const seen = new Set<number>();
  const working = (async () => {
    const work = takeInOrder(bus, { ...routing, signal: abort.signal });
    for await (const messages of work.messages()) {
      for (const message of messages) {
        seen.add(message.sequence);
        work.done(message);
      }
    }
  })();
  await fill(2_000, (n) => `statement.FJ.a${n}`);
  const { port } = server;
  await server.kill("SIGKILL");
  server = await startNats({ dir, binary, port });
  await bus.whenAvailable();
  await fill(2_000, (n) => `statement.FJ.b${n}`);
  await expect.poll(() => seen.size, { timeout: 60_000 }).toBe(4_000);
  abort.abort();
  await working;
}, 300_000);
