import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { Precedence } from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { recordMessage } from "@talanoa/platform/bus/record-message.ts";
import { openTestHub, type TestHub } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messagesOf } from "../folder/message-files.ts";
import { copyStream } from "./copy-stream.ts";

const { signal } = new AbortController();
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

async function put(): Promise<void> {
  const payload = Buffer.from("payload");
  const headers = { "Talanoa-Record": randomUUID() };
  const messageId = randomUUID();
  const subject = subjects.record("queried");
  await hub.committer.commit([{ subject, payload, headers, messageId }]);
}

/** The bus, with something that happens as soon as the end of the stream was asked for. */
function whenEndIsKnown(happens: (end: number) => Promise<void>): Bus {
  const asked = JSON.stringify({ last_by_subj: ">" });
  return {
    ...hub.bus,
    async request(subject, payload, options) {
      const answer = await hub.bus.request(subject, payload, options);
      if (payload === asked) await happens(answer.json<{ message: { seq: number } }>().message.seq);
      return answer;
    },
  } as Bus;
}

test("a message at the end that is erased while it is copied is left away, and what came since waits", async () => {
  const folder = await mkdtemp(join(hub.folder, "copy-"));
  const options = { folder, keeps: "everything", follow: false, signal } as const;
  await put();
  const first = await copyStream({ ...options, bus: hub.bus });
  await put();
  let erasings = 0;
  const bus = whenEndIsKnown(async (end) => {
    // The first answer is compared with the end of the backup.
    if (erasings++ !== 1) return;
    await eraseMessage(hub.bus, end, () => true);
    await put();
  });
  const second = await copyStream({ ...options, bus });
  expect(second).toMatchObject({ messages: 0, upTo: first.upTo });
  const third = await copyStream({ ...options, bus: hub.bus });
  expect(third).toMatchObject({ messages: 1, upTo: first.upTo + 2 });
  const copied = await Array.fromAsync(messagesOf(folder));
  expect(copied.map(({ sequence }) => sequence)).toEqual([1, 3]);
});

test("what a run did not come to erase before it was killed is erased by who follows, though nothing more comes", async () => {
  const folder = await mkdtemp(join(hub.folder, "killed-"));
  const options = { folder, keeps: "everything", signal } as const;
  const notice = { origin: "FJ", id: "01a2199b-0000-7000-8000-000000000001", version: 1 };
  const absent = { lastSequence: 0 };
  const subject = subjects.notice(Precedence.ROUTINE, notice);
  const sealed = { subject, payload: Buffer.from("notice"), expect: absent };
  const section = subjects.section(notice, 1);
  const at = await hub.committer.commit([
    sealed,
    { subject: section, payload: Buffer.from("personal"), expect: absent },
  ]);
  await copyStream({ ...options, bus: hub.bus, follow: false });
  await eraseMessage(hub.bus, at.firstSequence + 1, () => true);
  const erased = { notice, cause: "erasure", versions: 0, sections: 1 };
  const where = { subject: subjects.erased(notice, "s1"), lastSequence: 0 };
  await hub.committer.commit([recordMessage({ at: Date.now(), facts: { erased } }, where)]);
  const killed = {
    ...hub.bus,
    async request(...args: Parameters<Bus["request"]>) {
      // It looks where the notice stood.
      if (String(args[1]).includes(notice.id)) throw new Error("killed");
      return hub.bus.request(...args);
    },
  } as Bus;
  await expect(copyStream({ ...options, bus: killed, follow: false })).rejects.toThrow("killed");
  const holds = async () =>
    (await Array.fromAsync(messagesOf(folder))).some(
      ({ payload }) => Buffer.from(payload).toString() === "personal",
    );
  expect(await holds()).toBe(true);
  const stop = new AbortController();
  const following = copyStream({ ...options, bus: hub.bus, follow: true, signal: stop.signal });
  await expect.poll(holds, { timeout: 10_000 }).toBe(false);
  stop.abort();
  await following;
});
