import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHub, type TestHub } from "../testing/hub.ts";
import { ensureExchangeStream } from "./exchange-stream.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.[Symbol.asyncDispose]());

const options = { maxBytes: 1024 ** 3, replicas: 1 };

async function subjectsNow(): Promise<string[]> {
  const answer = await hub.bus.request(`$JS.API.STREAM.INFO.${EXCHANGE}`, "");
  return answer.json<{ config: { subjects: string[] } }>().config.subjects;
}

async function giveSubjects(given: readonly string[]): Promise<void> {
  const info = await hub.bus.request(`$JS.API.STREAM.INFO.${EXCHANGE}`, "");
  const { config } = info.json<{ config: object }>();
  const update = JSON.stringify({ ...config, subjects: given });
  await hub.bus.request(`$JS.API.STREAM.UPDATE.${EXCHANGE}`, update);
}

test("a stream of an earlier version is given the subjects that are new, and keeps what it holds", async () => {
  const known = subjects.all.filter((subject) => subject !== subjects.lives);
  await giveSubjects(known);
  await hub.committer.commit([
    { subject: "statement.FJ.x", payload: new Uint8Array(), expect: { lastSequence: 0 } },
  ]);
  const usage = await ensureExchangeStream(hub.bus, options);
  expect((await subjectsNow()).toSorted()).toEqual([...subjects.all].toSorted());
  expect(usage.lastSequence).toBe(1);
});

test("a stream with subjects that are none of the hub's is refused", async () => {
  await giveSubjects([...subjects.all, "other.>"]);
  await expect(ensureExchangeStream(hub.bus, options)).rejects.toThrow(/other settings: subjects/);
});
