import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import type { NatsServer } from "@talanoa/devstack/nats-server.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HubError } from "../errors.ts";
import { openCommitter } from "./committer.ts";
import { openBus } from "./connection.ts";
import type { Bus } from "./connection.ts";
import { ensureExchangeStream } from "./exchange-stream.ts";
import { readMessage } from "./standing.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { Committed, Outgoing } from "./unit.ts";

const stream = "EXCHANGE";
let dir: string;
let server: NatsServer;
let bus: Bus;
let ids = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-committer-"));
  server = await startNats({ dir, binary: await findNatsServer() });
  bus = await openBus({ servers: [`127.0.0.1:${server.port}`], name: "committer-test" });
  await ensureExchangeStream(bus, { maxBytes: 1024 ** 3, replicas: 1 });
}, 300_000);

afterAll(async () => {
  await bus?.[Symbol.asyncDispose]();
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
});

function once(id: string, text: string): Outgoing {
  return { subject: `statement.FJ.${id}`, payload: Buffer.from(text), expect: { lastSequence: 0 } };
}

async function stored(sequence: number): Promise<StoredMessage | undefined> {
  return readMessage(bus, stream, { seq: sequence });
}

async function failure(promise: Promise<unknown>): Promise<HubError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HubError)) throw new Error("no HubError was thrown", { cause: error });
  return error;
}

describe("a commit", () => {
  test("stores one message and says where it stands", async () => {
    await using committer = openCommitter(bus);
    const { firstSequence, duplicate } = await committer.commit([once(`a${ids++}`, "hello")]);
    expect(duplicate).toBe(false);
    expect(Buffer.from((await stored(firstSequence))?.payload ?? []).toString()).toBe("hello");
  });

  test("stores the messages of one caller together and in order, headers and all", async () => {
    await using committer = openCommitter(bus);
    const id = `a${ids++}`;
    const { firstSequence } = await committer.commit([
      { ...once(id, "0"), headers: { "Talanoa-Record": "AAAA" } },
      ...Array.from({ length: 8 }, (_, i) => ({
        subject: `feed.NZ.flash.alert`,
        payload: Buffer.from(`${id}.${i}`),
      })),
    ]);
    expect((await stored(firstSequence))?.header("Talanoa-Record")).toBe("AAAA");
    for (let i = 0; i < 8; i++) {
      expect(Buffer.from((await stored(firstSequence + 1 + i))?.payload ?? []).toString()).toBe(
        `${id}.${i}`,
      );
    }
  });

  test("of the same message again gives the first answer", async () => {
    await using committer = openCommitter(bus);
    const message = once(`a${ids++}`, "once");
    const first = await committer.commit([message]);
    await committer.commit([once(`a${ids++}`, "other")]);
    expect(await committer.commit([message])).toEqual({
      firstSequence: first.firstSequence,
      duplicate: true,
    });
  });

  test("of what the caller calls the same gives the first answer", async () => {
    await using committer = openCommitter(bus);
    const id = `a${ids++}`;
    const first = await committer.commit([once(id, "digest 7, at ten")]);
    const again = await committer.commit([once(id, "digest 7, at noon")], {
      sameAs: (standing, message) =>
        Buffer.from(standing.payload).toString().slice(0, 8) ===
        Buffer.from(message.payload).toString().slice(0, 8),
    });
    expect(again).toEqual({ firstSequence: first.firstSequence, duplicate: true });
  });

  test("where another message stands is a conflict that shows it", async () => {
    await using committer = openCommitter(bus);
    const id = `a${ids++}`;
    const { firstSequence } = await committer.commit([once(id, "mine")]);
    const error = await failure(committer.commit([once(id, "yours")], { sameAs: () => false }));
    expect(error.code).toBe("conflict");
    expect(error.standing?.sequence).toBe(firstSequence);
  });

  test("of two different messages for one place stores one and tells the other", async () => {
    await using committer = openCommitter(bus);
    const id = `a${ids++}`;
    const results = await Promise.allSettled(
      ["x", "y", "z"].map(async (text) => committer.commit([once(id, text)])),
    );
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  test("expects by a subject with wildcards, whatever subject the message itself has", async () => {
    await using committer = openCommitter(bus);
    const id = `n${ids++}`;
    const notice = (precedence: string): Outgoing => ({
      subject: `notice.${precedence}.FJ.${id}.1`,
      payload: Buffer.from("notice"),
      expect: { lastSequence: 0, subject: `notice.*.FJ.${id}.1` },
    });
    const { firstSequence } = await committer.commit([notice("flash")]);
    const error = await failure(committer.commit([notice("routine")]));
    expect(error.code).toBe("conflict");
    expect(error.standing?.sequence).toBe(firstSequence);
  });

  test("that was overtaken on its subject after it was stored still gets its own place", async () => {
    await using committer = openCommitter(bus);
    const subject = `directory.key.k${ids++}`;
    const entry = (text: string, lastSequence: number): Outgoing => ({
      subject,
      payload: Buffer.from(text),
      expect: { lastSequence },
    });
    const one = await committer.commit([entry("one", 0)]);
    const two = await committer.commit([entry("two", one.firstSequence)]);
    await committer.commit([entry("three", two.firstSequence)]);
    expect(await committer.commit([entry("two", one.firstSequence)])).toEqual({
      ...two,
      duplicate: true,
    });
    expect((await failure(committer.commit([entry("2", one.firstSequence)]))).code).toBe(
      "conflict",
    );
  });

  test("with a message id that is known is answered with its place, alone and in a crowd", async () => {
    await using committer = openCommitter(bus);
    const record = (id: string): Outgoing => ({
      subject: "record.queried",
      payload: new Uint8Array(),
      messageId: id,
    });
    const id = `r${ids++}`;
    const first = await committer.commit([record(id)]);
    expect(await committer.commit([record(id)])).toEqual({ ...first, duplicate: true });
    const crowd = Array.from({ length: 300 }, (_, i) => (i === 137 ? id : `r${ids++}`));
    const answers = await Promise.all(crowd.map(async (each) => committer.commit([record(each)])));
    expect(answers.filter(({ duplicate }) => duplicate)).toEqual([{ ...first, duplicate: true }]);
    expect(new Set(answers.map(({ firstSequence }) => firstSequence)).size).toBe(300);
  });

  test("of several messages that stand is answered with the first one, by id as by expectation", async () => {
    await using committer = openCommitter(bus);
    const id = `r${ids++}`;
    const unit: Outgoing[] = [
      { subject: "feed.NZ.flash.alert", payload: Buffer.from("copy") },
      { subject: "record.released", payload: new Uint8Array(), messageId: id },
    ];
    const first = await committer.commit(unit);
    expect(await committer.commit(unit)).toEqual({ ...first, duplicate: true });
  });

  test("that nothing would recognise after a lost answer is refused", async () => {
    await using committer = openCommitter(bus);
    const error = await failure(
      committer.commit([{ subject: "record.queried", payload: new Uint8Array() }]),
    );
    expect(error.code).toBe("internal");
  });

  test("larger than the broker takes is refused before it is sent", async () => {
    await using committer = openCommitter(bus);
    const error = await failure(
      committer.commit([
        { ...once(`a${ids++}`, ""), payload: new Uint8Array(bus.maxMessageBytes) },
      ]),
    );
    expect(error.code).toBe("invalid-argument");
  });

  test("beyond the bound of what may wait fails at once", async () => {
    await using committer = openCommitter(bus, { mostWaiting: { callers: 10, bytes: 1e9 } });
    const results = await Promise.allSettled(
      Array.from({ length: 15 }, async () => committer.commit([once(`a${ids++}`, "x")])),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(committer.load).toEqual({ callers: 0, bytes: 0 });
  });
});

test("one duplicate among hundreds is answered alone, and the others stand together", async () => {
  await using committer = openCommitter(bus);
  const old = once(`a${ids++}`, "old");
  const { firstSequence: oldSequence } = await committer.commit([old]);
  const crowd = Array.from({ length: 400 }, (_, i) =>
    i === 200 ? old : once(`a${ids++}`, `new ${i}`),
  );
  const answers = await Promise.all(crowd.map(async (message) => committer.commit([message])));
  expect(answers[200]).toEqual({ firstSequence: oldSequence, duplicate: true });
  const others = answers.filter((_, i) => i !== 200).map(({ firstSequence }) => firstSequence);
  expect(others).toEqual(Array.from({ length: 399 }, (_, i) => (others[0] ?? 0) + i));
});

test("what comes after a large batch is gathered for a moment, but for who is pressing", async () => {
  await using committer = openCommitter(bus, { gathering: 1_000 });
  await Promise.all(
    Array.from({ length: 100 }, () => committer.commit([once(`a${ids++}`, "crowd")])),
  );
  const pressing = committer.commit([once(`a${ids++}`, "now")], { prompt: true });
  await setImmediate();
  const others: Promise<Committed>[] = [];
  for (let i = 0; i < 20; i++) {
    others.push(committer.commit([once(`a${ids++}`, "later")]));
    await setImmediate();
  }
  const batches = await Promise.all(
    [pressing, ...others].map(async (commit) => {
      const { firstSequence } = await commit;
      return (await stored(firstSequence))?.header("Nats-Batch-Id");
    }),
  );
  expect(batches[0]).toBeUndefined();
  expect(batches[1]).toBeDefined();
  expect(new Set(batches.slice(1)).size).toBe(1);
});

test("a crowd that stands already is answered message by message", async () => {
  await using committer = openCommitter(bus);
  const crowd = Array.from({ length: 700 }, (_, i) => once(`a${ids++}`, `${i}`));
  const first = await Promise.all(crowd.map(async (message) => committer.commit([message])));
  const again = await Promise.all(crowd.map(async (message) => committer.commit([message])));
  expect(again).toEqual(first.map(({ firstSequence }) => ({ firstSequence, duplicate: true })));
});

test("two committers that race for the same places agree on who won", async () => {
  await using otherBus = await openBus({ servers: [`127.0.0.1:${server.port}`], name: "rival" });
  await using one = openCommitter(bus);
  await using two = openCommitter(otherBus);
  const places = Array.from({ length: 500 }, () => `a${ids++}`);
  const race = async (
    committer: typeof one,
    name: string,
  ): Promise<PromiseSettledResult<number>[]> =>
    Promise.allSettled(
      places.map(async (id) => (await committer.commit([once(id, `${name} ${id}`)])).firstSequence),
    );
  const [first, second] = await Promise.all([race(one, "one"), race(two, "two")]);
  for (const i of places.keys()) {
    const winners = [first[i], second[i]].filter((result) => result?.status === "fulfilled");
    expect(winners).toHaveLength(1);
    const lost = [first[i], second[i]].find((result) => result?.status === "rejected");
    expect(lost?.reason).toMatchObject({
      code: "conflict",
      standing: { sequence: winners[0]?.value },
    });
  }
});

test("whatever callers commit at once, each is answered rightly and nothing stands twice", async () => {
  const caller = fc.record({
    place: fc.integer({ min: 0, max: 40 }),
    text: fc.constantFrom("a", "b"),
    copies: fc.integer({ min: 0, max: 4 }),
    after: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(caller, { minLength: 1, maxLength: 120 }), async (callers) => {
      await using committer = openCommitter(bus);
      const run = ids++;
      const results = await Promise.allSettled(
        callers.map(async ({ place, text, copies, after }) => {
          for (let turn = 0; turn < after; turn++)
            await new Promise((resolve) => setTimeout(resolve, 1));
          return committer.commit([
            once(`p${run}x${place}`, `${text}${copies}`),
            ...Array.from({ length: copies }, (_, i) => ({
              subject: `feed.P${run}x${place}.flash.alert`,
              payload: Buffer.from(`${text}${copies}${i}`),
            })),
          ]);
        }),
      );
      const winners = new Map<number, { text: string; sequence: number; copies: number }>();
      for (const [i, { place, text, copies }] of callers.entries()) {
        const result = results[i];
        if (result?.status !== "fulfilled" || result.value.duplicate) continue;
        expect(winners.has(place)).toBe(false);
        winners.set(place, {
          text: `${text}${copies}`,
          sequence: result.value.firstSequence,
          copies,
        });
      }
      for (const [i, { place, text, copies }] of callers.entries()) {
        const result = results[i];
        const winner = winners.get(place);
        if (result?.status === "fulfilled") {
          expect(winner).toMatchObject({
            text: `${text}${copies}`,
            sequence: result.value.firstSequence,
          });
        } else {
          expect(result?.reason).toMatchObject({
            code: "conflict",
            standing: { sequence: winner?.sequence },
          });
        }
      }
      for (const [place, winner] of winners) {
        const next = await readMessage(bus, stream, {
          seq: 1,
          next_by_subj: `statement.FJ.p${run}x${place}`,
        });
        expect(next?.sequence).toBe(winner.sequence);
        for (let i = 0; i < winner.copies; i++) {
          const copy = await stored(winner.sequence + 1 + i);
          expect(Buffer.from(copy?.payload ?? []).toString()).toBe(`${winner.text}${i}`);
        }
        const past = await readMessage(bus, stream, {
          seq: winner.sequence + 1 + winner.copies,
          next_by_subj: `feed.P${run}x${place}.flash.alert`,
        });
        expect(past).toBeUndefined();
      }
    }),
    { numRuns: 25 },
  );
});
