import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { Ending, LifeStep, NoticeLife, Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { startNats } from "@talanoa/devstack/nats-server.ts";
import { findNatsServer } from "@talanoa/devstack/find-nats-server.ts";
import { type Bus, openBus } from "@talanoa/platform/bus/connection.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { readUpTo } from "@talanoa/platform/bus/read-up-to.ts";
import { readDelivery } from "@talanoa/platform/bus/stored-message.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Manifest } from "../folder/manifest.ts";
import { messagesOf } from "../folder/message-files.ts";
import { restore } from "../restore/restore.ts";
import { copyStream } from "./copy-stream.ts";

const { signal } = new AbortController();
const one = { origin: "FJ", id: "01a2199b-0000-7000-8000-000000000001", version: 1 };
const two = { ...one, version: 2 };
const absent = { lastSequence: 0 };
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

const notice = (ref: typeof one): Outgoing[] => [
  {
    subject: subjects.notice(Precedence.ROUTINE, ref),
    payload: Buffer.from("content"),
    expect: absent,
  },
  { subject: subjects.section(ref, 1), payload: Buffer.alloc(300_000, "personal") },
  { subject: subjects.operationNotice("TASMAN", ref), payload: new Uint8Array() },
];
const life = (its: Partial<NoticeLife>): Outgoing => ({
  subject: subjects.life(one),
  payload: NoticeLife.encode({ notice: two, ...its }),
});

type Subscribing = NonNullable<Parameters<Bus["connection"]["subscribe"]>[1]>;
type Callback = NonNullable<Subscribing["callback"]>;

/** A bus on which nothing is delivered from a place on, and who reads is told to stop. */
function cutAt(place: number): { bus: Bus; stopped: AbortSignal } {
  const stop = new AbortController();
  const deliver = (callback: Callback): Callback => {
    return (error, msg) => {
      const sequence = readDelivery(msg)?.sequence ?? 0;
      if (sequence < place) return callback(error, msg);
      if (sequence === place) setTimeout(() => stop.abort(), 200);
    };
  };
  const connection = new Proxy(hub.bus.connection, {
    get(target, name) {
      if (name !== "subscribe") return Reflect.get(target, name).bind(target);
      return (...[subject, options]: Parameters<typeof target.subscribe>) =>
        target.subscribe(subject, { ...options, callback: deliver(options!.callback!) });
    },
  });
  return { bus: { ...hub.bus, connection } as Bus, stopped: stop.signal };
}

const folder = () => mkdtemp(join(hub.folder, "backup-"));
const sequences = async (of: string) =>
  (await Array.fromAsync(messagesOf(of))).map(({ sequence }) => sequence);
const copy = (into: string, keeps: Manifest["keeps"] = "everything") =>
  copyStream({ bus: hub.bus, folder: into, keeps, follow: false, signal });

/** What stands in a broker after a restore. */
async function restored(from: string): Promise<number[]> {
  const binary = await findNatsServer({ report() {} });
  const dir = await mkdtemp(join(hub.folder, "empty-"));
  await using server = await startNats({ dir, binary });
  await using bus = await openBus({ servers: [server.url], name: "test" });
  const stream = { maxBytes: 1024 ** 3, replicas: 1 };
  await restore({ bus, folders: [from], stream, now: Date.now(), signal });
  const standing = await Array.fromAsync(readUpTo(bus, { filters: [], startSequence: 1, signal }));
  return standing.map(({ sequence }) => sequence);
}

test.each([
  ["a notice", notice(one)],
  ["its second version", [...notice(two), life({ step: LifeStep.REVISED })]],
  [
    "its recall",
    [
      { subject: subjects.statement("FJ", one.id), payload: Buffer.from("s"), expect: absent },
      life({ step: LifeStep.RECALLED, ending: Ending.RECALLED }),
    ],
  ],
])("a backup that is cut off within %s has nothing of it, and goes on there", async (_, batch) => {
  await hub.put({ participant: { id: "FJ", name: "Fiji" } });
  const { firstSequence } = await hub.committer.commit(batch);
  const before = firstSequence - 1;
  for (let place = firstSequence + 1; place < firstSequence + batch.length; place++) {
    const into = await folder();
    const { bus, stopped } = cutAt(place);
    const options = { bus, folder: into, keeps: "everything", follow: true } as const;
    expect(await copyStream({ ...options, signal: stopped })).toMatchObject({ upTo: before });
    expect((await sequences(into)).at(-1)).toBe(before);
    expect((await restored(into)).at(-1)).toBe(before);
    expect(await copy(into)).toMatchObject({ messages: batch.length, upTo: before + batch.length });
    expect(await sequences(into)).toEqual(await sequences(await copied()));
  }

  async function copied(): Promise<string> {
    const into = await folder();
    await copy(into);
    return into;
  }
});

test("a batch whose end is erased, or not kept, is copied though nothing stands behind it", async () => {
  const ref = { ...one, id: "01a2199b-0000-7000-8000-000000000002" };
  const [itself, section] = notice(ref);
  const { firstSequence } = await hub.committer.commit([itself!, section!]);
  expect(await copy(await folder(), "records")).toMatchObject({ upTo: firstSequence });
  await eraseMessage(hub.bus, firstSequence + 1, () => true);
  const into = await folder();
  const stop = new AbortController();
  const onCopied = ({ upTo }: { upTo: number }) => void (upTo === firstSequence && stop.abort());
  const options = { bus: hub.bus, folder: into, keeps: "everything", follow: true } as const;
  await copyStream({ ...options, signal: stop.signal, onCopied });
  expect((await sequences(into)).at(-1)).toBe(firstSequence);
});
