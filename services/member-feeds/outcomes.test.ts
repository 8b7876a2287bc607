import {
  FeedService,
  type NoticeRef,
  Outcome,
  type OutcomeKnown,
} from "@talanoa/contract/generated/talanoa.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedTables, migrations } from "./database.ts";
import { type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** What a copy of a notice says of outcomes, by who stated. */
async function known(participant: string, notice: NoticeRef, port = hub.feeds.port) {
  const client = await hub.client(participant, { port });
  const { copy } = await client.call(FeedService.getNotice, { notice });
  return byParticipant(copy!.outcomes);
}

function byParticipant(outcomes: readonly OutcomeKnown[]) {
  return Object.fromEntries(outcomes.map((its) => [its.participant, its.outcome]));
}

async function publish(): Promise<NoticeRef> {
  const ref = await hub.publisher.publish("FJ", {});
  await hub.untilListed("FJ", ref);
  return ref;
}

const state = (participant: string, ref: NoticeRef, outcome: Outcome) =>
  hub.publisher.state(participant, ref, `${participant.toLowerCase()}-liaison`, {
    outcome: { outcome },
  });

test("what came of a notice is told to its originator by all, to any other by itself alone", async () => {
  const ref = await publish();
  expect(await known("TO", ref)).toEqual({});
  const before = Date.now();
  await state("TO", ref, Outcome.STILL_OPEN);
  await state("WS", ref, Outcome.NOT_MET);
  await until(async () => "WS" in (await known("FJ", ref)));
  expect(await known("FJ", ref)).toEqual({ TO: Outcome.STILL_OPEN, WS: Outcome.NOT_MET });
  expect(await known("TO", ref)).toEqual({ TO: Outcome.STILL_OPEN });
  expect(await known("KI", ref)).toEqual({});

  const client = await hub.client("FJ");
  const { copies } = await client.call(FeedService.listNotices, { pageSize: 1 });
  const listed = copies[0]!.outcomes;
  expect(byParticipant(listed)).toEqual({ TO: Outcome.STILL_OPEN, WS: Outcome.NOT_MET });
  expect(Math.min(...listed.map(({ statedAt }) => statedAt))).toBeGreaterThanOrEqual(before);
});

test("the last word of each counts, and other statements are no outcome", async () => {
  const ref = await publish();
  await state("TO", ref, Outcome.STILL_OPEN);
  await state("TO", ref, Outcome.OFFENCE_FOUND);
  await hub.publisher.state("WS", ref, "ws-liaison", { acknowledged: {} });
  await state("KI", ref, Outcome.NOTHING_FOUND);
  await until(async () => "KI" in (await known("FJ", ref)));
  expect(await known("FJ", ref)).toEqual({ TO: Outcome.OFFENCE_FOUND, KI: Outcome.NOTHING_FOUND });
});

test("an outcome that was withheld from everybody is told to nobody", async () => {
  const ref = await publish();
  await hub.publisher.state(
    "TO",
    ref,
    "to-liaison",
    { outcome: { outcome: Outcome.STILL_OPEN } },
    [],
    {
      withheldBy: "invalid-key",
    },
  );
  await state("WS", ref, Outcome.NOT_MET);
  await until(async () => "WS" in (await known("FJ", ref)));
  expect(await known("FJ", ref)).toEqual({ WS: Outcome.NOT_MET });
  expect(await known("TO", ref)).toEqual({});
});

test("lists that stand already, and an earlier release that goes on with them, leave no outcome out", async () => {
  const ref = await publish();
  await state("TO", ref, Outcome.OFFENCE_FOUND);
  await until(async () => "TO" in (await known("FJ", ref)));

  // As an instance of the release before leaves it: up with the stream, and without a word of outcomes.
  await hub.postgres.createDatabase("earlier");
  const { "0001-feeds": first } = migrations;
  const earlier = { url: hub.postgres.url("earlier"), migrations: { "0001-feeds": first } };
  {
    await using database = await openDatabase<FeedTables>({ ...earlier, name: "earlier" });
    const { lastSequence } = await readStreamUsage(hub.feeds.bus);
    await database.db.updateTable("projection").set({ position: lastSequence }).execute();
  }
  await using replica = await hub.replica({ database: "earlier" });
  await until(async () => "TO" in (await known("FJ", ref, replica.port)));
  expect(await known("FJ", ref, replica.port)).toEqual({ TO: Outcome.OFFENCE_FOUND });
});
