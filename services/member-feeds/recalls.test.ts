import {
  FeedService,
  type NoticeRef,
  ParticipantType,
} from "@talanoa/contract/generated/talanoa.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedTables, migrations } from "./database.ts";
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

const sentTo = (...participants: string[]) =>
  hub.publisher.publish("FJ", { audience: { participants } });

const recall = (ref: NoticeRef, told: readonly string[], more = {}) =>
  hub.publisher.state("FJ", ref, "fj-liaison", { recalled: { reason: 1 } }, told, more);

const destroyed = (participant: string, ref: NoticeRef, withheld = {}) => {
  const principal = `${participant.toLowerCase()}-liaison`;
  return hub.publisher.state(participant, ref, principal, { destroyed: {} }, [], withheld);
};

/** By a key that was not valid where it stands in the stream: it goes to nobody. */
const unsigned = { withheldBy: "invalid-key" };

/** Resolves when all statements so far are in: a last recall is open for TO. */
async function followed(port = hub.feeds.port): Promise<void> {
  const last = await sentTo("TO");
  await recall(last, ["TO"]);
  await until(async () => (await open("TO", { port }).catch((): string[] => [])).includes(last.id));
}

test("a recall is open for each who holds the notice until it states that its copies are destroyed", async () => {
  const first = await sentTo("TO", "WS");
  const second = await sentTo("TO");
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
  // On a database of its own, made again from the stream, all of it in one go.
  await hub.postgres.createDatabase("again");
  await using replica = await hub.replica({ database: "again" });
  const { port } = replica;
  await until(async () => (await open("WS", { port }).catch(() => [])).length === 1);
  expect(await open("TO", { port })).toEqual([second.id]);
});

test("a recall of what was for named officers is open for them alone, whoever is told", async () => {
  const ref = await hub.publisher.publish("FJ", {
    marking: "TLP:RED",
    audience: { officers: ["WS:ws-head"] },
  });
  // As one who is given all of it just now: told for the whole of WS, and then given nothing more.
  await recall(ref, ["WS"]);
  await until(async () => (await open("WS", { principal: "ws-head" })).includes(ref.id));
  expect(await open("WS")).not.toContain(ref.id);
});

test("who was told of a recall and holds no copy has nothing to destroy", async () => {
  const ref = await sentTo("TO");
  // As one who joins an operation just now: told, and then given nothing.
  await recall(ref, ["TO", "KI"]);
  await until(async () => (await open("TO")).includes(ref.id));
  expect(await open("KI")).not.toContain(ref.id);
});

test("who is suspended at the recall, and so not told, finds it open once it takes part again", async () => {
  const { publisher, feeds } = hub;
  const ref = await sentTo("TO", "WS");
  const participant = {
    id: "WS",
    name: "WS",
    type: ParticipantType.MEMBER,
    subRegion: "polynesia",
  };
  await publisher.change("participant", "WS", { participant: { ...participant, suspended: true } });
  await until(async () => feeds.directory.latest().participant("WS")?.suspended);
  await recall(ref, ["TO"]);
  await until(async () => (await open("TO")).includes(ref.id));
  await expect(open("WS")).rejects.toMatchObject({ code: 7 });
  await publisher.change("participant", "WS", { participant });
  await until(async () => !feeds.directory.latest().participant("WS")?.suspended);
  expect(await open("WS")).toContain(ref.id);
});

test("what was withheld from everybody neither opens a recall nor closes one", async () => {
  const [kept, recalled] = [await sentTo("KI"), await sentTo("KI")];
  await recall(recalled, ["KI"]);
  await recall(kept, ["KI"], unsigned);
  await destroyed("KI", recalled, unsigned);
  await followed();
  expect(await open("KI")).toContain(recalled.id);
  expect(await open("KI")).not.toContain(kept.id);
});

test("the recall of an exercise is marked, and left out where exercises are", async () => {
  const exercise = true;
  const ref = await hub.publisher.publish("FJ", { exercise, audience: { participants: ["KI"] } });
  await recall(ref, ["KI"], { exercise });
  await until(async () => (await open("KI")).includes(ref.id));
  expect(await open("KI", {}, { withoutExercises: true })).not.toContain(ref.id);
  const client = await hub.client("KI");
  const { recalled } = await client.call(FeedService.listRecalled, { pageSize: 1 });
  expect(recalled).toMatchObject([{ notice: { id: ref.id }, exercise }]);
});

test("who only publishes is shown no notice of others, and so no recall of one", async () => {
  const ref = await sentTo("KI");
  await recall(ref, ["KI"]);
  await until(async () => (await open("KI")).includes(ref.id));
  expect(await open("KI", { roles: ["publisher"] })).toEqual([]);
});

test("more than 200 are not listed at once", async () => {
  await expect(open("TO", {}, { pageSize: 201 })).rejects.toMatchObject({
    code: 3,
  });
});

test.each(["projection", "outcome_state", "recall_state"] as const)(
  "a stream that was put back and has come as far again by other messages is told by %s",
  async (state) => {
    const name = `${state}_put_back`;
    await hub.postgres.createDatabase(name);
    const url = hub.postgres.url(name);
    await using database = await openDatabase<FeedTables>({ url, migrations, name: "test" });
    const { db } = database;
    {
      await using replica = await hub.replica({ database: name });
      await followed(replica.port);
      const read = () => db.selectFrom(state).select("read_sequence").executeTakeFirst();
      await until(async () => (await read())?.read_sequence);
    }
    // As though another message had stood there when it was read.
    await db
      .updateTable(state)
      .set({ read_stored_at: sql`read_stored_at - 1` })
      .execute();
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => void failures.push(error);
    await using _ = await hub.replica({ database: name, onFailure });
    await until(async () => failures.length > 0);
    expect(failures).toEqual([
      expect.objectContaining({
        code: "failed-precondition",
        message: expect.stringMatching(
          /^the stream has another message at \d+ than was read there$/,
        ),
      }),
    ]);
  },
);
