import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import type { NatsServer } from "@talanoa/devstack/nats-server.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HubError } from "../errors.ts";
import { openLossyProxy } from "../testing/lossy-proxy.ts";
import type { Attempt } from "./batch.ts";
import { openCommitter } from "./committer.ts";
import type { Committer } from "./committer.ts";
import { openBus } from "./connection.ts";
import type { Bus } from "./connection.ts";
import { ensureExchangeStream, readStreamUsage } from "./exchange-stream.ts";
import { readMessage } from "./standing.ts";
import type { Committed, Outgoing } from "./unit.ts";

const stream = "EXCHANGE";
let dir: string;
let binary: string;
let server: NatsServer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-trouble-"));
  binary = await findNatsServer();
  server = await startNats({ dir, binary });
}, 300_000);

afterEach(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

function unit(name: string, copies: number): Outgoing[] {
  return [
    { subject: `statement.FJ.${name}`, payload: Buffer.from(name), expect: { lastSequence: 0 } },
    ...Array.from({ length: copies }, (_, i) => ({
      subject: "feed.NZ.flash.alert",
      payload: Buffer.from(`${name}.${i}`),
    })),
  ];
}

function record(id: string): Outgoing[] {
  return [{ subject: "record.released", payload: Buffer.from(id), messageId: id }];
}

async function direct(): Promise<Bus> {
  return openBus({ servers: [`127.0.0.1:${server.port}`], name: "test" });
}

async function everything(bus: Bus): Promise<string[]> {
  const { lastSequence } = await readStreamUsage(bus);
  const texts: string[] = [""];
  for (let from = 1; from <= lastSequence; from += 200) {
    const part = Array.from({ length: Math.min(200, lastSequence - from + 1) }, async (_, i) =>
      Buffer.from((await readMessage(bus, stream, { seq: from + i }))?.payload ?? []).toString(),
    );
    texts.push(...(await Promise.all(part)));
  }
  return texts;
}

/** Commits until the time is over; a caller that hears `unavailable` commits the same again. */
async function load(
  committer: Committer,
  callers: number,
  until: () => boolean,
  answers = new Map<string, Committed>(),
): Promise<Map<string, Committed>> {
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = 0; !until(); n++) {
        const name = `c${caller}n${n}`;
        const messages = caller % 5 === 0 ? record(name) : unit(name, caller % 3);
        for (;;) {
          try {
            answers.set(name, await committer.commit(messages));
            break;
          } catch (error) {
            if (!(error instanceof HubError) || error.code !== "unavailable") throw error;
            await sleep(20);
          }
        }
      }
    }),
  );
  return answers;
}

async function expectExactlyOnce(bus: Bus, answers: Map<string, Committed>): Promise<void> {
  const texts = await everything(bus);
  expect(new Set(texts).size).toBe(texts.length);
  for (const [name, { firstSequence }] of answers) {
    expect(texts[firstSequence]).toBe(name);
    const caller = Number(/^c(\d+)/.exec(name)?.[1]);
    const copies = caller % 5 === 0 ? 0 : caller % 3;
    for (let i = 0; i < copies; i++) expect(texts[firstSequence + 1 + i]).toBe(`${name}.${i}`);
  }
}

test("lost answers and cut connections lose nothing, double nothing and tear nothing apart", async () => {
  await using proxy = await openLossyProxy(server.port);
  await using bus = await openBus({ servers: [proxy.address], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  const troubles: Attempt[] = [];
  await using committer = openCommitter(bus, {
    requestTimeout: 500,
    onTrouble: (attempt) => troubles.push(attempt),
  });
  let over = false;
  const answers = new Map<string, Committed>();
  const loading = load(committer, 60, () => over, answers);
  // On a busy machine an answer that is lost on its way takes more rounds.
  const wasLost = () =>
    troubles.some(({ kind }) => kind === "unknown") &&
    [...answers.values()].some(({ duplicate }) => duplicate);
  for (let i = 0; i < 6 || (i < 60 && !wasLost()); i++) {
    await sleep(250);
    if (i % 3 === 0) {
      proxy.deaf = true;
      await sleep(i === 0 ? 60 : 700);
      proxy.cut();
    } else if (i % 3 === 1) {
      proxy.cutAfter(3_000 + i * 1_117);
    } else {
      proxy.cut();
    }
    await bus.whenAvailable();
  }
  await sleep(300);
  over = true;
  await loading;
  expect(troubles.some(({ kind }) => kind === "unknown")).toBe(true);
  expect([...answers.values()].some(({ duplicate }) => duplicate)).toBe(true);
  await using reader = await direct();
  await expectExactlyOnce(reader, answers);
}, 300_000);

test("a broker killed in the middle of the load and started again has every answered message once", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await using committer = openCommitter(bus);
  let over = false;
  const answers = new Map<string, Committed>();
  const loading = load(committer, 60, () => over, answers);
  /** Until so many more are answered: kills are to fall into the middle of the load. */
  const more = (count: number) => {
    const before = answers.size;
    return expect.poll(() => answers.size, { interval: 5 }).toBeGreaterThan(before + count);
  };
  for (let i = 0; i < 2; i++) {
    await more(300);
    const { port } = server;
    await server.kill("SIGKILL");
    server = await startNats({ dir, binary, port });
    await bus.whenAvailable();
  }
  await more(300);
  over = true;
  await loading;
  await expectExactlyOnce(bus, answers);
}, 300_000);

test("while the broker is away a commit fails promptly, and works again when it is back", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await using committer = openCommitter(bus);
  await committer.commit(unit("before", 0));
  const { port } = server;
  await server.kill("SIGKILL");
  await expect.poll(() => bus.available()).toBe(false);
  const start = performance.now();
  await expect(committer.commit(unit("during", 0))).rejects.toMatchObject({ code: "unavailable" });
  // Whoever waits for an answer waits 4 s for it, 20 s in all.
  expect(performance.now() - start).toBeLessThan(3_900);
  server = await startNats({ dir, binary, port });
  await bus.whenAvailable();
  expect(await committer.commit(unit("after", 0))).toEqual({ firstSequence: 2, duplicate: false });
}, 300_000);

test("without an answer a caller hears so at its deadline, and may send the same again", async () => {
  await using proxy = await openLossyProxy(server.port);
  await using bus = await openBus({ servers: [proxy.address], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await using committer = openCommitter(bus, { deadline: 600, requestTimeout: 250 });
  proxy.deaf = true;
  await expect(committer.commit(unit("lost", 3))).rejects.toMatchObject({ code: "unavailable" });
  proxy.cut();
  await bus.whenAvailable();
  expect(await committer.commit(unit("lost", 3))).toEqual({ firstSequence: 1, duplicate: true });
});

test("a process that was held still past the deadline sends nothing again", async () => {
  await using proxy = await openLossyProxy(server.port);
  await using bus = await openBus({ servers: [proxy.address], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  const troubles: Attempt[] = [];
  await using committer = openCommitter(bus, {
    deadline: 1_500,
    requestTimeout: 500,
    onTrouble(attempt) {
      troubles.push(attempt);
      proxy.deaf = false;
      // While it waits for its next attempt.
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000), 1);
    },
  });
  proxy.deaf = true;
  await expect(committer.commit(record("held"))).rejects.toMatchObject({ code: "unavailable" });
  expect(troubles).toMatchObject([{ kind: "unknown" }]);
  await using reader = await direct();
  expect(await everything(reader)).toEqual(["", "held"]);
});

test("a committer that ends does not wait for a broker that is silent, and its callers hear so", async () => {
  await using proxy = await openLossyProxy(server.port);
  await using bus = await openBus({ servers: [proxy.address], name: "test" });
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  const committer = openCommitter(bus);
  proxy.deaf = true;
  const answers = Promise.allSettled([committer.commit(unit("last", 3))]);
  const start = performance.now();
  await committer[Symbol.asyncDispose]();
  // A caller would wait for 20 s.
  expect(performance.now() - start).toBeLessThan(18_000);
  expect(await answers).toMatchObject([{ reason: { code: "unavailable" } }]);
  await expect(committer.commit(unit("late", 0))).rejects.toMatchObject({ code: "unavailable" });
});

test("a message that the broker will never take is refused alone, and the others stand in their order", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  const configNow = async () => {
    const info = await bus.request(`$JS.API.STREAM.INFO.${stream}`, "");
    return info.json<{ config: { subjects: string[] } }>().config;
  };
  // The stream of a version that had fewer subjects takes those that have come since.
  const { subjects, ...settings } = await configNow();
  const earlier = JSON.stringify({ ...settings, subjects: subjects.slice(0, -1) });
  await bus.request(`$JS.API.STREAM.UPDATE.${stream}`, earlier);
  expect((await configNow()).subjects).toHaveLength(subjects.length - 1);
  await ensureExchangeStream(bus, { maxBytes: 1e8, replicas: 1 });
  const config = await configNow();
  expect(config.subjects.toSorted()).toEqual(subjects.toSorted());
  const request = JSON.stringify({ ...config, max_msg_size: 10_000 });
  await bus.request(`$JS.API.STREAM.UPDATE.${stream}`, request);
  await using committer = openCommitter(bus);
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, async (_, i) => {
      const large = { subject: "feed.NZ.flash.alert", payload: Buffer.alloc(20_000) };
      return committer.commit(i === 17 ? [...unit("faulty", 1), large] : unit(`good${i}`, 2));
    }),
  );
  const good = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  expect(good.map(({ firstSequence }) => firstSequence)).toEqual(
    Array.from({ length: 39 }, (_, i) => 1 + i * 3),
  );
  expect(results[17]).toMatchObject({ reason: { code: "internal" } });
});

test("a full stream is resource-exhausted, and takes the same messages once there is room", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1024 * 1024, replicas: 1 });
  await using committer = openCommitter(bus);
  const big = (name: string): Outgoing[] => [
    {
      subject: `statement.FJ.${name}`,
      payload: Buffer.alloc(40_000, name),
      expect: { lastSequence: 0 },
    },
  ];
  const first = await Promise.allSettled(
    Array.from({ length: 60 }, async (_, i) => committer.commit(big(`s${i}`))),
  );
  expect(first.every(({ status }) => status === "rejected")).toBe(true);
  for (let i = 0; ; i++) {
    try {
      await committer.commit(big(`f${i}`));
    } catch (error) {
      expect(error).toMatchObject({ code: "resource-exhausted" });
      break;
    }
  }
  const ids = Array.from({ length: 30 }, (_, i) => [
    { subject: "record.queried", payload: Buffer.alloc(40_000, "r"), messageId: `full${i}` },
  ]);
  const refused = await Promise.allSettled(ids.map(async (messages) => committer.commit(messages)));
  for (const result of refused)
    expect(result).toMatchObject({ reason: { code: "resource-exhausted" } });
  await bus.request(`$JS.API.STREAM.PURGE.${stream}`, "");
  const small = ids.slice(0, 15);
  const answers = await Promise.all(small.map(async (messages) => committer.commit(messages)));
  expect(answers.every(({ duplicate }) => !duplicate)).toBe(true);
}, 300_000);

test("more batches at once than the server allows are all stored in the end", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  // Batches begun and never ended hold the places: 50 to a stream.
  for (let i = 0; i < 50; i++) {
    const lines = `Nats-Batch-Id: stale${i}\r\nNats-Batch-Sequence: 1\r\n`;
    bus.publish("feed.NZ.flash.alert", Buffer.from("x"), {
      encode: () => Buffer.from(`NATS/1.0\r\n${lines}\r\n`),
    });
  }
  const troubles: Attempt[] = [];
  await using committer = openCommitter(bus, { onTrouble: (attempt) => troubles.push(attempt) });
  expect(await committer.commit(unit("patient", 4))).toEqual({
    firstSequence: 1,
    duplicate: false,
  });
  expect(
    troubles.every((trouble) => trouble.kind === "refused" && trouble.refusal.kind === "busy"),
  ).toBe(true);
  expect(troubles.length).toBeGreaterThan(0);
}, 300_000);

test("refusals that name nothing are resolved by reading", async () => {
  await using bus = await direct();
  await ensureExchangeStream(bus, { maxBytes: 1e9, replicas: 1 });
  await using committer = openCommitter(bus);
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => committer.commit(unit(`old${i}`, 1))),
  );
  // A known message id makes the server refuse the whole batch without a word about which, before it looks at
  // the expectations that fail as well.
  await committer.commit(record("known"));
  const results = await Promise.all([
    committer.commit(record("known")),
    ...Array.from({ length: 40 }, async (_, i) => committer.commit(unit(`old${i}`, 1))),
    ...Array.from({ length: 40 }, async (_, i) => committer.commit(unit(`new${i}`, 1))),
  ]);
  expect(results.map(({ duplicate }) => duplicate)).toEqual([
    ...Array.from({ length: 41 }, () => true),
    ...Array.from({ length: 40 }, () => false),
  ]);
  const texts = await everything(bus);
  expect(new Set(texts).size).toBe(texts.length);
});

test("several services create the stream at once, and one with other settings is refused", async () => {
  await using bus = await direct();
  const usages = await Promise.all(
    Array.from({ length: 8 }, async () =>
      ensureExchangeStream(bus, { maxBytes: 1e8, replicas: 1 }),
    ),
  );
  expect(usages.every(({ maxBytes }) => maxBytes === 1e8)).toBe(true);
  expect((await ensureExchangeStream(bus, { maxBytes: 2e8, replicas: 1 })).maxBytes).toBe(1e8);
  const info = await bus.request(`$JS.API.STREAM.INFO.${stream}`, "");
  const { config } = info.json<{ config: object }>();
  await bus.request(
    `$JS.API.STREAM.UPDATE.${stream}`,
    JSON.stringify({ ...config, max_age: 3_600e9 }),
  );
  await expect(ensureExchangeStream(bus, { maxBytes: 1e8, replicas: 1 })).rejects.toMatchObject({
    code: "failed-precondition",
    message: expect.stringContaining("max_age"),
  });
});
