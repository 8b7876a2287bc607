import {
  Door,
  FeedService,
  type NoticeRef,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";
import { recordsOf } from "./testing/records-of.ts";
import { sectionTypesOf } from "./testing/publisher.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

const toTonga = {
  audience: { participants: ["TO"] },
  where: "Nuku'alofa",
  narrative: "Found in the keel.",
  persons: [{ name: "A. Person" }],
};
const { SUMMARY, PLACES, NARRATIVE, PERSONS } = SectionType;

/** The newest copy of a participant's list. */
async function newestOf(participant: string, more: object = {}) {
  const client = await hub.client(participant);
  const { copies } = await client.call(FeedService.listNotices, { pageSize: 1, ...more });
  return copies[0]!;
}

test("brief lists, subscriptions and searches have what a line tells, and nothing of persons", async () => {
  await hub.publisher.agree("FJ", "TO");
  const client = await hub.client("TO");
  const subscription = client.subscribe({ name: "brief", brief: true });
  await subscription.ready;
  const ref = await hub.publisher.publish("FJ", toTonga);
  await hub.untilListed("TO", ref);

  const [delivery] = await subscription.have(1);
  const listed = await newestOf("TO", { brief: true });
  const search = () => client.call(FeedService.search, { text: "keel", brief: true });
  await until(async () => (await search()).copies.length === 1);
  const [found] = (await search()).copies;
  for (const { notice, acceptedAt } of [delivery!.copy!, listed, found!]) {
    expect(sectionTypesOf(notice!.sections).toSorted()).toEqual([SUMMARY, PLACES].toSorted());
    expect(acceptedAt).toBeGreaterThan(0);
    // What is left is still what its origin signed.
    expect(openNotice(notice!).header.id).toBe(ref.id);
  }
  const whole = await newestOf("TO");
  expect(sectionTypesOf(whole.notice!.sections)).toEqual(
    expect.arrayContaining([NARRATIVE, PERSONS]),
  );
  await subscription.cancel();
});

test("a line about a notice is no opening; what a list or a search gives whole is, a record a page and origin", async () => {
  const { publisher, feeds } = hub;
  const refs = [
    await publisher.publish("FJ", { title: "Vaka one" }),
    await publisher.publish("WS", { title: "Vaka two" }),
    await publisher.publish("FJ", { title: "Vaka three" }),
  ];
  await hub.untilListed("KI", refs[2]!);
  const client = await hub.client("KI");
  const ask = { text: "vaka", brief: true };
  await until(async () => (await client.call(FeedService.search, ask)).copies.length === 3);
  const opened = async () =>
    (await recordsOf(feeds, "opened")).map(({ record }) => {
      const { door, origin, copies } = record.facts!.opened!;
      const ids = copies.map(({ notice }) => notice!.id);
      return { by: record.principal, door, origin, ids };
    });
  await client.call(FeedService.listNotices, { pageSize: 3, brief: true });
  const before = await opened();
  expect(before.filter(({ by }) => by === "ki-liaison")).toEqual([]);

  await client.call(FeedService.listNotices, { pageSize: 3 });
  await client.call(FeedService.search, { text: "vaka" });
  const ids = refs.map(({ id }) => id);
  const page = (door: Door) => [
    { by: "ki-liaison", door, origin: "FJ", ids: [ids[2], ids[0]] },
    { by: "ki-liaison", door, origin: "WS", ids: [ids[1]] },
  ];
  const after = (await opened()).slice(before.length);
  expect(after).toEqual([...page(Door.LIST), ...page(Door.SEARCH)]);
});

test("a copy tells its reader that its own administration acknowledged the notice, in whatever version", async () => {
  const publish = async (of?: { id: string; version: number }): Promise<NoticeRef> => {
    const audience = { participants: ["TO", "WS"] };
    const { notice, routed, ref } = await hub.publisher.prepare("FJ", { audience }, of);
    await hub.feeds.committer.commit(notice);
    await hub.feeds.committer.commit(routed);
    await hub.untilListed("TO", ref);
    return ref;
  };
  const first = await publish();
  expect((await newestOf("TO")).acknowledged).toBe(false);
  await hub.publisher.acknowledge("TO", first, "to-liaison");
  await until(async () => (await newestOf("TO")).acknowledged);
  expect((await newestOf("WS")).acknowledged).toBe(false);
  expect((await newestOf("FJ")).acknowledged).toBe(false);
  await publish({ id: first.id, version: 2 });
  expect((await newestOf("TO")).acknowledged).toBe(true);
  expect((await newestOf("WS")).acknowledged).toBe(false);
});
