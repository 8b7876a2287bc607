import {
  type FeedCopy,
  FeedService,
  NoticeHeader,
  type NoticeRef,
  OverdueOf,
  Precedence,
  RequestState,
  type RequestStatus,
  StoredCopy,
} from "@talanoa/contract/generated/talanoa.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import { until } from "@talanoa/platform/testing/hub.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asker, type FeedsHub, openFeedsHub } from "./testing/feeds-hub.ts";
import { recordsOf } from "./testing/records-of.ts";

let hub: FeedsHub;
beforeAll(async () => {
  hub = await openFeedsHub();
}, 300_000);
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

describe("what is overdue", () => {
  test("is told the originator of all who are late, each of them of itself, and nobody else", async () => {
    const late = async (participant: string, asker?: Asker) => {
      const client = await hub.client(participant, asker);
      const { overdue } = await client.call(FeedService.listOverdue, {});
      return overdue.map(({ notice, participants }) => [notice!.id, participants]);
    };
    const own = { audience: { participants: ["TO", "WS"] } };
    const all = await publish("KI", request("2020-01-03", own));
    const one = await publish("KI", request("2020-01-02", own));
    await publish("KI", request("2190-01-01", own));
    const withdrawn = await publish("KI", request("2020-01-04", own));
    await hub.publisher.state("KI", withdrawn, "ki-liaison", { withdrawn: {} });
    await publish("TO", reply(one), "KI");
    await until(async () => (await statusOf("KI", withdrawn))?.state === WITHDRAWN);
    const ids = [all.id, one.id, withdrawn.id];
    const of = (rows: unknown[][]) => rows.filter(([id]) => ids.includes(id as string));
    expect(of(await late("KI"))).toEqual([
      [all.id, ["TO", "WS"]],
      [one.id, ["WS"]],
    ]);
    expect(of(await late("KI", { principal: "ki-publisher", roles: ["publisher"] }))).toHaveLength(
      2,
    );
    expect(of(await late("TO"))).toEqual([[all.id, ["TO"]]]);
    expect(of(await late("WS"))).toEqual([
      [all.id, ["WS"]],
      [one.id, ["WS"]],
    ]);
    expect(of(await late("WS", { principal: "ws-publisher", roles: ["publisher"] }))).toEqual([]);
    expect(of(await late("FJ"))).toEqual([]);
  });

  test("of a request for named officers is told them alone", async () => {
    const audience = { officers: ["FJ:fj-head"] };
    const red = { audience, marking: "TLP:RED" };
    const { id } = await publish("KI", request("2020-01-01", red));
    const late = async (asker: Asker) => {
      const client = await hub.client("FJ", asker);
      const { overdue } = await client.call(FeedService.listOverdue, {});
      return overdue.map(({ notice }) => notice!.id);
    };
    expect(await late({ principal: "fj-head" })).toContain(id);
    expect(await late({})).not.toContain(id);
  });

  test("is asked for in pages of a size", async () => {
    const client = await hub.client("KI");
    const page = await client.call(FeedService.listOverdue, { pageSize: 1 });
    expect(page).toMatchObject({ more: true, overdue: [{ of: 1 }] });
    await expect(client.call(FeedService.listOverdue, { pageSize: 201 })).rejects.toMatchObject({
      code: 3,
    });
  });
});

test("a reminder is delivered to whom it is for, and recorded as what it is", async () => {
  const ref = await publish("FJ", request("2020-01-01"));
  const card = { notice: ref, precedence: Precedence.ROUTINE };
  const reminder = { notice: ref, of: OverdueOf.ANSWER, dueAt: 1, participants: ["TO"] };
  const officers = ["to-head"];
  await hub.feeds.committer.commit([
    {
      subject: subjects.feed("TO", Precedence.ROUTINE, "reminder"),
      payload: StoredCopy.encode({ copy: { reminder, routedAt: 1 }, card, officers }),
      messageId: ref.id,
    },
  ]);
  const after = await publish("FJ", request());
  const seen = async (principal: string) => {
    const client = await hub.client("TO", { principal });
    const subscription = client.subscribe({ name: "reminders", fromStart: true });
    const last = await until(async () =>
      subscription.deliveries.find(({ copy }) =>
        copy?.notice ? NoticeHeader.decode(copy.notice.header).id === after.id : false,
      ),
    );
    subscription.confirm(last.number);
    await subscription.close();
    return subscription.deliveries.flatMap(({ copy }) => copy?.reminder ?? []);
  };
  expect(await seen("to-head")).toMatchObject([reminder]);
  expect(await seen("to-liaison")).toEqual([]);
  const released = (await recordsOf(hub.feeds, "released")).flatMap(
    ({ record }) => record.facts?.released?.copies ?? [],
  );
  expect(released.filter((copy) => copy.reminder === OverdueOf.ANSWER)).toMatchObject([
    { notice: ref },
  ]);
});

test("a request is to be had without its state while the database is away", async () => {
  const ref = await publish("FJ", request());
  await hub.postgres.stop();
  const client = await hub.client("TO");
  const { copy } = await client.call(FeedService.getNotice, { notice: ref });
  expect(copy!.notice).not.toBeNull();
  expect(copy!.requestStatus).toBeNull();
});
