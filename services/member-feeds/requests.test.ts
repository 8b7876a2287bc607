import {
  type FeedCopy,
  FeedService,
  NoticeHeader,
  type NoticeRef,
  RequestState,
  type RequestStatus,
} from "@talanoa/contract/generated/talanoa.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asker, type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 120_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

const { OPEN, ANSWERED, OVERDUE, WITHDRAWN } = RequestState;

function request(answerBy = "2190-01-01", more: object = {}) {
  return {
    kind: "request",
    title: "Owner of a yacht",
    request: { type: "information", text: "Who owns it?", answer_by: answerBy },
    marking: "TLP:AMBER",
    audience: { participants: ["TO", "WS"] },
    ...more,
  };
}

function reply({ origin, id, version }: NoticeRef, more: object = {}) {
  return {
    kind: "reply",
    title: "The owner",
    reply: {
      request: `${origin}/${id}/${version}`,
      request_digest: "00".repeat(32),
      state: "answered",
    },
    marking: "TLP:AMBER",
    audience: { participants: [origin] },
    ...more,
  };
}

async function statusOf(
  participant: string,
  notice: NoticeRef,
  asker?: Asker,
): Promise<RequestStatus | null> {
  const client = await hub.client(participant, asker);
  const { copy } = await client.call(FeedService.getNotice, { notice });
  return copy!.requestStatus;
}

/** The state and who is awaited, once the lists have all that was published. */
async function told(participant: string, notice: NoticeRef, asker?: Asker) {
  const status = await statusOf(participant, notice, asker);
  return [status?.state, status?.awaited];
}

async function publish(origin: string, draft: object, listedBy = origin): Promise<NoticeRef> {
  const ref = await hub.publisher.publish(origin, draft);
  await hub.untilListed(listedBy, ref);
  return ref;
}

describe("a request that two were asked", () => {
  test("shows its requester all who are awaited, and each who was asked itself alone", async () => {
    const ref = await publish("FJ", request());
    expect(await told("FJ", ref)).toEqual([OPEN, ["TO", "WS"]]);
    expect(await told("TO", ref)).toEqual([OPEN, ["TO"]]);

    const answer = await publish("TO", reply(ref));
    expect(await told("FJ", ref)).toEqual([OPEN, ["WS"]]);
    expect(await told("TO", ref)).toEqual([ANSWERED, []]);
    // Samoa learns nothing of Tonga's answer, also when it was sent that.
    expect(await statusOf("WS", ref)).toMatchObject({ state: OPEN, awaited: ["WS"], answers: [] });
    expect((await statusOf("FJ", ref))!.answers).toMatchObject([
      { participant: "TO", reply: answer },
    ]);

    await publish("WS", reply(ref));
    expect(await told("FJ", ref)).toEqual([ANSWERED, []]);
  });

  test("is overdue after its time, for those who have not answered", async () => {
    const ref = await publish("FJ", request("2020-01-01"));
    await publish("TO", reply(ref));
    expect(await told("FJ", ref)).toEqual([OVERDUE, ["WS"]]);
    expect(await told("TO", ref)).toEqual([ANSWERED, []]);
    expect(await told("WS", ref)).toEqual([OVERDUE, ["WS"]]);
  });

  test("is withdrawn for all who have not answered, once its requester says so", async () => {
    const ref = await publish("FJ", request("2020-01-01"));
    await publish("TO", reply(ref));
    await hub.publisher.state("FJ", ref, "fj-liaison", { withdrawn: {} }, ["TO", "WS"]);
    await until(async () => (await statusOf("FJ", ref))?.state === WITHDRAWN);
    expect((await statusOf("TO", ref))?.state).toBe(ANSWERED);
    expect((await statusOf("WS", ref))?.state).toBe(WITHDRAWN);
  });
});

test("a reply for named officers is named to them alone, and the request is answered for all", async () => {
  const ref = await publish("FJ", request("2190-01-01", { audience: { participants: ["TO"] } }));
  const officers = { audience: { officers: ["FJ:fj-head"] }, marking: "TLP:RED" };
  const answer = await publish("TO", reply(ref, officers));
  const [head, other] = await Promise.all([
    statusOf("FJ", ref, { principal: "fj-head" }),
    statusOf("FJ", ref),
  ]);
  expect(head).toMatchObject({ state: ANSWERED, answers: [{ participant: "TO", reply: answer }] });
  expect(other).toMatchObject({ state: ANSWERED, answers: [{ participant: "TO", reply: null }] });
});

test("another notice has no such state", async () => {
  expect(await statusOf("FJ", await publish("FJ", {}))).toBeNull();
});

describe("a list of requests", () => {
  test("has one's own, those that one was asked, and those in a state", async () => {
    const id = (copy: FeedCopy) => NoticeHeader.decode(copy.notice!.header).id;
    const own = await publish("KI", request("2190-01-01", { audience: { participants: ["TO"] } }));
    const late = await publish("KI", request("2020-01-01", { audience: { participants: ["TO"] } }));
    const other = await publish(
      "TO",
      request("2190-01-01", { audience: { participants: ["KI"] } }),
    );
    await publish("KI", { audience: { participants: ["TO"] } });
    const client = await hub.client("KI");
    const list = async (requests: object) => {
      const { copies } = await client.call(FeedService.listNotices, { requests });
      return copies.map(id);
    };
    expect(await list({})).toEqual([other.id, late.id, own.id]);
    expect(await list({ own: true })).toEqual([late.id, own.id]);
    expect(await list({ asked: true })).toEqual([other.id]);
    expect(await list({ states: [OVERDUE] })).toEqual([late.id]);
    expect(await list({ own: true, states: [OPEN, ANSWERED] })).toEqual([own.id]);
    await publish("TO", reply(own), "KI");
    expect(await list({ states: [ANSWERED] })).toEqual([own.id]);
  });

  test("goes on by its page's token, and by no other question's", async () => {
    const client = await hub.client("KI");
    const requests = { own: true };
    const first = await client.call(FeedService.listNotices, { requests, pageSize: 1 });
    const pageToken = first.nextPageToken;
    const next = await client.call(FeedService.listNotices, { requests, pageSize: 1, pageToken });
    expect(next.copies).toHaveLength(1);
    expect(next.copies).not.toEqual(first.copies);
    await expect(
      client.call(FeedService.listNotices, { requests: { asked: true }, pageToken }),
    ).rejects.toMatchObject({ code: 3 });
    await expect(
      client.call(FeedService.listNotices, { requests: { states: [9 as RequestState] } }),
    ).rejects.toMatchObject({ code: 3 });
  });
});

test("a request is to be had without its state while the database is away", async () => {
  const ref = await publish("FJ", request());
  await hub.postgres.stop();
  const client = await hub.client("TO");
  const { copy } = await client.call(FeedService.getNotice, { notice: ref });
  expect(copy!.notice).not.toBeNull();
  expect(copy!.requestStatus).toBeNull();
}, 60_000);
