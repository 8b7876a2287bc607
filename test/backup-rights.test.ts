import { join } from "node:path";
import { copyStream } from "@talanoa/backup/copy/copy-stream.ts";
import { restore } from "@talanoa/backup/restore/restore.ts";
import {
  checkExchangeStream,
  ensureExchangeStream,
  readStreamUsage,
} from "@talanoa/platform/bus/exchange-stream.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import { eraseMessage } from "@talanoa/platform/bus/erase.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SecuredBroker, startSecuredBroker } from "./support/secured-hub.ts";

const stream = { maxBytes: 64 * 1024 ** 2, replicas: 1 };
const { signal } = new AbortController();
let lost: SecuredBroker;
let empty: SecuredBroker;
beforeAll(async () => {
  [lost, empty] = await Promise.all([startSecuredBroker(), startSecuredBroker()]);
});
afterAll(async () => {
  await lost?.[Symbol.asyncDispose]();
  await empty?.[Symbol.asyncDispose]();
});

test("one user backs a hub up by reading alone, another fills an empty one, and neither needs more", async () => {
  await using intake = await lost.bus("alert-intake");
  await using routing = await lost.bus("member-routing");
  await ensureExchangeStream(routing, stream);
  for (let n = 1; n <= 40; n++) await intake.request(`statement.FJ.n${n}`, `content ${n}`);
  await eraseMessage(routing, 7, () => true);
  await using reader = await lost.bus("backup");
  const folder = join(lost.folder, "backup");
  const copying = { bus: reader, folder, keeps: "everything", follow: false, signal } as const;
  expect(await copyStream(copying)).toMatchObject({ messages: 39, upTo: 40 });
  const writing = reader.request("statement.FJ.n99", "x", { timeout: 500 });
  await expect(writing).rejects.toMatchObject({ code: "unavailable" });
  expect((await readStreamUsage(reader)).lastSequence).toBe(40);

  await using writer = await empty.bus("restore");
  const putting = { bus: writer, folders: [folder], stream, now: Date.now(), signal };
  expect(await restore(putting)).toMatchObject({ messages: 39, lostNotices: [] });
  await using feeds = await empty.bus("member-feeds");
  await checkExchangeStream(feeds, stream);
  expect(await readMessage(feeds, EXCHANGE, { seq: 7 })).toBeUndefined();
  const last = await readMessage(feeds, EXCHANGE, { seq: 40 });
  expect(Buffer.from(last!.payload).toString()).toBe("content 40");
});
