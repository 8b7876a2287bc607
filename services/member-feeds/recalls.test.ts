import { FeedService, type NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asker, type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** What a participant has still to destroy, by name, the newest recall first. */
async function open(participant: string, asker: Asker = {}, request: object = {}) {
  const client = await hub.client(participant, asker);
  const { recalled } = await client.call(FeedService.listRecalled, request);
  return recalled.map(({ notice }) => notice!.id);
}

const recall = (ref: NoticeRef, holders: readonly string[]) =>
  hub.publisher.state("FJ", ref, "fj-liaison", { recalled: { reason: 1 } }, holders);

const destroyed = (participant: string, ref: NoticeRef) =>
  hub.publisher.state(participant, ref, `${participant.toLowerCase()}-liaison`, { destroyed: {} });

test("a recall is open for each who was told until it states that its copies are destroyed", async () => {
  const first = await hub.publisher.publish("FJ", {});
  const second = await hub.publisher.publish("FJ", {});
  // Said of its erased persons, before it is recalled.
  await destroyed("TO", first);
  await recall(first, ["TO", "WS"]);
  const before = Date.now();
  await recall(second, ["TO"]);
  await until(async () => (await open("TO")).length === 2);
  expect(await open("TO")).toEqual([second.id, first.id]);
  expect(await open("TO", {}, { pageSize: 1 })).toEqual([second.id]);
  expect(await open("WS")).toEqual([first.id]);
  expect(await open("FJ")).toEqual([]);
  expect(await open("KI")).toEqual([]);
  const client = await hub.client("TO");
  const { recalled, more } = await client.call(FeedService.listRecalled, { pageSize: 1 });
  expect(more).toBe(true);
  expect(recalled[0]).toMatchObject({
    notice: { origin: "FJ", id: second.id, version: 0 },
    exercise: false,
  });
  expect(recalled[0]!.recalledAt).toBeGreaterThanOrEqual(before - 1_000);

  await destroyed("TO", first);
  await until(async () => (await open("TO")).length === 1);
  expect(await open("TO")).toEqual([second.id]);
  expect(await open("WS")).toEqual([first.id]);
  // On a database of its own, made again from the stream.
  await hub.postgres.createDatabase("again");
  await using replica = await hub.replica({ database: "again" });
  const { port } = replica;
  await until(async () => (await open("WS", { port }).catch(() => [])).length === 1);
  expect(await open("TO", { port })).toEqual([second.id]);
});

test("a recall of what was for named officers is told to them alone", async () => {
  const ref = await hub.publisher.publish("FJ", {});
  await hub.publisher.state("FJ", ref, "fj-liaison", { recalled: { reason: 1 } }, ["WS"], {
    WS: ["ws-head"],
  });
  const head = { principal: "ws-head" };
  await until(async () => (await open("WS", head)).includes(ref.id));
  expect(await open("WS")).not.toContain(ref.id);
});

test("who only publishes is shown no notice of others, and so no recall of one", async () => {
  const ref = await hub.publisher.publish("FJ", {});
  await recall(ref, ["KI"]);
  await until(async () => (await open("KI")).length === 1);
  expect(await open("KI", { roles: ["publisher"] })).toEqual([]);
});

test("more than 200 are not listed at once", async () => {
  await expect(open("TO", {}, { pageSize: 201 })).rejects.toMatchObject({
    code: 3,
  });
});
