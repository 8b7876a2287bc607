import { randomUUID } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DirectoryEntry,
  Ending,
  LifeStep,
  NoticeLife,
  Precedence,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { openBus } from "@talanoa/platform/bus/connection.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { ensureExchangeStream, readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readUpTo } from "@talanoa/platform/bus/read-up-to.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyStream } from "../copy/copy-stream.ts";
import { beginning, blockBytes } from "../folder/block-file.ts";
import { keptMessage } from "../folder/kept-message.ts";
import { messageFiles, messagesOf } from "../folder/message-files.ts";
import { restore } from "./restore.ts";

const stream = { maxBytes: 1024 ** 3, replicas: 1 };
const { signal } = new AbortController();
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

/** A broker that has nothing. */
async function emptyBroker() {
  await using opened = new AsyncDisposableStack();
  const binary = await findNatsServer({ report() {} });
  const server = opened.use(
    await startNats({ dir: await mkdtemp(join(hub.folder, "empty-")), binary }),
  );
  const bus = opened.use(await openBus({ servers: [server.url], name: "test" }));
  const life = opened.move();
  return { bus, server, [Symbol.asyncDispose]: () => life.disposeAsync() };
}

async function put(count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, i) => ({
    subject: subjects.record("queried"),
    payload: Buffer.from(`payload ${i} ü`),
    headers: { "Talanoa-Record": randomUUID(), traceparent: "00-1" },
    messageId: randomUUID(),
  }));
  for (let from = 0; from < count; from += 1_000)
    await hub.committer.commit(messages.slice(from, from + 1_000));
}

async function all(bus: Bus) {
  const messages = await Array.fromAsync(readUpTo(bus, { filters: [], startSequence: 1, signal }));
  // The client hands on some payloads as Buffers.
  return messages.map((message) => {
    const { payload, ...its } = keptMessage(message);
    return { ...its, payload: Buffer.from(payload).toString("hex") };
  });
}

/** A bus on which the answer to the last step of a restore is lost. */
function unheard(bus: Bus): Bus {
  return {
    ...bus,
    async request(...[subject, ...others]: Parameters<Bus["request"]>) {
      const answer = await bus.request(subject, ...others);
      if (subject.includes(".STREAM.UPDATE.")) throw new Error("the answer is lost");
      return answer;
    },
  } as Bus;
}

const folder = () => mkdtemp(join(hub.folder, "backup-"));
const copy = (into: string) =>
  copyStream({ bus: hub.bus, folder: into, keeps: "everything", follow: false, signal });

test("a stream comes back with each message at its place, with its time, and then takes the next", async () => {
  await put(2_500);
  for (const gone of [7, 8, 1_500, 2_400]) await eraseMessage(hub.bus, gone, () => true);
  const into = await folder();
  expect(await copy(into)).toMatchObject({ messages: 2_496, upTo: 2_500 });
  await put(3);
  expect(await copy(into)).toMatchObject({ messages: 3, upTo: 2_503 });
  await using empty = await emptyBroker();
  const restored = await restore({
    bus: empty.bus,
    folders: [into],
    stream,
    now: Date.now(),
    signal,
  });
  expect(restored).toMatchObject({ messages: 2_499, leftOut: 0, lostNotices: [], lostCopies: [] });
  expect(await all(empty.bus)).toEqual(await all(hub.bus));
  const usage = await ensureExchangeStream(empty.bus, stream);
  expect(usage).toMatchObject({ messages: 2_499, lastSequence: 2_503 });
  expect(await readMessage(empty.bus, EXCHANGE, { seq: 7 })).toBeUndefined();
  // The same backup goes on with what was put back from it.
  const again = await copyStream({
    bus: empty.bus,
    folder: into,
    keeps: "everything",
    follow: false,
    signal,
  });
  expect(again).toMatchObject({ messages: 0, upTo: 2_503 });
  expect((await readStreamUsage(empty.bus)).lastSequence).toBe(2_503);
});

test("a restore that was interrupted goes on, and until it has ended no service starts", async () => {
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  const stop = new AbortController();
  const begun = restore({
    bus: empty.bus,
    folders: [into],
    stream,
    now: Date.now(),
    signal: stop.signal,
    onProgress(place) {
      if (place === 2_200) stop.abort(new Error("enough"));
    },
  });
  await expect(begun).rejects.toThrow("enough");
  const { lastSequence } = await readStreamUsage(empty.bus);
  expect(lastSequence).toBeGreaterThan(0);
  expect(lastSequence).toBeLessThan(2_200);
  await expect(ensureExchangeStream(empty.bus, stream)).rejects.toThrow("has other settings");
  // What stands in the gaps now must come into no backup.
  const halfway = { bus: empty.bus, keeps: "everything", follow: false, signal } as const;
  for (const each of [into, await folder()])
    await expect(copyStream({ ...halfway, folder: each })).rejects.toThrow("is being put back");
  await restore({ bus: empty.bus, folders: [into], stream, now: Date.now(), signal });
  expect(await all(empty.bus)).toEqual(await all(hub.bus));
  await ensureExchangeStream(empty.bus, stream);
});

test("a restore that has not heard of its end recognises its work, and nothing that is in use", async () => {
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  const options = { folders: [into], stream, now: Date.now(), signal };
  await expect(restore({ ...options, bus: unheard(empty.bus) })).rejects.toThrow(
    "the answer is lost",
  );
  const again = await restore({ ...options, bus: empty.bus });
  expect(again.upTo.sequence).toBe((await readStreamUsage(hub.bus)).lastSequence);
  expect(await all(empty.bus)).toEqual(await all(hub.bus));
  await ensureExchangeStream(empty.bus, stream);
  // As many messages, and not the same.
  await eraseMessage(empty.bus, 3, () => true);
  const refused = "into an empty broker alone";
  await expect(restore({ ...options, bus: empty.bus })).rejects.toThrow(refused);
  await empty.bus.request("record.queried", "of a service");
  await expect(restore({ ...options, bus: empty.bus })).rejects.toThrow(refused);
});

test("a stream that is too small for the backup is said to be, and gets its room when it goes on", async () => {
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  const options = { bus: empty.bus, folders: [into], now: Date.now(), signal };
  const small = { maxBytes: 100 * 1024, replicas: 1 };
  await expect(restore({ ...options, stream: small })).rejects.toThrow("is full");
  await restore({ ...options, stream });
  expect(await all(empty.bus)).toEqual(await all(hub.bus));
});

test("a restore that waits for the broker ends when it is told to", async () => {
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  const stop = new AbortController();
  const onProgress = (place: number) => {
    if (place !== 900) return;
    void empty.server.kill();
    setTimeout(() => stop.abort(new Error("enough")), 300);
  };
  const options = { bus: empty.bus, stream, now: Date.now(), onProgress };
  const begun = restore({ ...options, folders: [into], signal: stop.signal });
  await expect(begun).rejects.toThrow("enough");
});

test("what a backup gets while it is put back is not put back with it", async () => {
  const into = await folder();
  await put(1);
  await copy(into);
  const { lastSequence } = await readStreamUsage(hub.bus);
  await put(1);
  await using empty = await emptyBroker();
  const bus = {
    ...empty.bus,
    async request(...[subject, ...others]: Parameters<Bus["request"]>) {
      // The backup has been read once by then.
      if (subject.includes(".STREAM.CREATE.")) await copy(into);
      return empty.bus.request(subject, ...others);
    },
  } as Bus;
  const options = { folders: [into], stream, now: Date.now(), signal };
  const restored = await restore({ ...options, bus });
  expect(restored.upTo.sequence).toBe(lastSequence);
  expect((await all(empty.bus)).at(-1)).toMatchObject({ sequence: lastSequence });
});

test("a stream that has other messages than the backups serves nobody", async () => {
  const [into, before] = [await folder(), await folder()];
  await copy(before);
  await put(1);
  await copy(into);
  await using empty = await emptyBroker();
  const stop = new AbortController();
  const options = { bus: empty.bus, stream, now: Date.now() };
  const onProgress = (place: number) => void (place === 2_504 && stop.abort(new Error("enough")));
  const { signal: stopped } = stop;
  await expect(
    restore({ ...options, folders: [into], signal: stopped, onProgress }),
  ).rejects.toThrow("enough");
  await empty.bus.request("record.queried", "from elsewhere");
  await expect(restore({ ...options, folders: [before], signal })).rejects.toThrow(
    "the stream has other messages than the backups",
  );
  await expect(ensureExchangeStream(empty.bus, stream)).rejects.toThrow("has other settings");
});

test("a folder keeps one stream, and one kind of backup", async () => {
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  await ensureExchangeStream(empty.bus, stream);
  const options = { folder: into, follow: false, signal } as const;
  await expect(copyStream({ ...options, bus: empty.bus, keeps: "everything" })).rejects.toThrow(
    "is the backup of another stream",
  );
  await expect(copyStream({ ...options, bus: hub.bus, keeps: "records" })).rejects.toThrow(
    "keeps everything, not records",
  );
});

test("an entry of the directory that was changed in the backup is found, and nothing is put back", async () => {
  const participant = { id: "FJ", name: "Fiji" };
  await hub.put({ participant });
  const into = await folder();
  await copy(into);
  const { path } = (await messageFiles(into))[0]!;
  const messages = await Array.fromAsync(messagesOf(into));
  const upTo = messages.at(-1)!.sequence;
  const entry = messages.find(({ subject }) => subject.startsWith("directory."));
  entry!.payload = DirectoryEntry.encode({ participant: { ...participant, name: "Elsewhere" } });
  await writeFile(
    path,
    Buffer.concat([beginning, await blockBytes({ messages, after: 0, upTo, goesOn: false })]),
  );
  await using empty = await emptyBroker();
  await expect(
    restore({ bus: empty.bus, folders: [into], stream, now: Date.now(), signal }),
  ).rejects.toThrow("(directory.participant.FJ) is not what its record says");
  await expect(readStreamUsage(empty.bus)).rejects.toThrow("stream not found");
});

test("a restore that has not heard of its end recognises the tombstones that it wrote, and writes none again", async () => {
  const notice = { origin: "FJ", id: "01a2199b-0000-7000-8000-000000000001", version: 1 };
  const recalled = { step: LifeStep.RECALLED, ending: Ending.RECALLED, notice };
  const absent = { lastSequence: 0 };
  const subject = subjects.notice(Precedence.ROUTINE, notice);
  await hub.committer.commit([
    { subject, payload: Buffer.from("content"), expect: absent },
    { subject: subjects.life(notice), payload: NoticeLife.encode(recalled), expect: absent },
  ]);
  const into = await folder();
  await copy(into);
  await using empty = await emptyBroker();
  const options = { folders: [into], stream, now: Date.now(), signal };
  await expect(restore({ ...options, bus: unheard(empty.bus) })).rejects.toThrow("is lost");
  const before = await all(empty.bus);
  const { lastSequence } = await readStreamUsage(empty.bus);
  expect(lastSequence).toBe((await readStreamUsage(hub.bus)).lastSequence + 1);
  expect(await restore({ ...options, bus: empty.bus })).toMatchObject({ leftOut: 1 });
  expect(await all(empty.bus)).toEqual(before);
  await ensureExchangeStream(empty.bus, stream);
  // One that has another end than this was is in use.
  await empty.bus.request("record.queried", "of a service");
  await expect(restore({ ...options, bus: empty.bus })).rejects.toThrow("an empty broker alone");
});
