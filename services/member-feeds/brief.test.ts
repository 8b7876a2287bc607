import { FeedService, type NoticeRef, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";
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
