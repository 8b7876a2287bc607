import type { HubClient } from "@talanoa/client/connect.ts";
import {
  type FeedCopy,
  NoticeHeader,
  RecordCommon,
  RecordPart,
  SealedNotice,
} from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { signWithKey } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { expect, test } from "vitest";
import type { Cast } from "./cast.ts";
import type { Inboxes } from "./check.ts";
import { tryDoors } from "./doors.ts";
import { nameOf } from "./inbox.ts";
import type { Played } from "./played.ts";
import { readScenario } from "./scenario.ts";
import { unsearchable } from "./searchable.ts";
import { noticeOf } from "./testing/sealed-notice.ts";

const inject = {
  id: "X-1",
  minute: 0,
  publisher: "FJ",
  notice_kind: "sighting-report",
  title: "EXERCISE: a boat",
  content: {},
  audience: { members: ["TO"] },
  expected: { receive: ["TO"] },
};
const scenario = { title: "X", participants: ["FJ", "TO", "WS"], injects: [inject] };
const notice = await noticeOf();
const { origin, id } = notice.header;
const played: Played = {
  inject: readScenario(JSON.stringify(scenario), "x.json").injects[0]!,
  deed: { as: "alert", type: "sighting" },
  name: nameOf(notice.header),
  ref: { origin, id, version: 1 },
  notice,
  sequence: 1,
  accepted: true,
  again: false,
  faults: [],
  said: "",
};

function copyOf(header: Partial<NoticeHeader>): FeedCopy {
  const sealed = { header: NoticeHeader.encode({ ...notice.header, ...header }) };
  return { notice: SealedNotice.decode(SealedNotice.encode(sealed)) } as FeedCopy;
}

function row(step: string, facts: object) {
  const part = RecordPart.encode({ facts } as never);
  return { altered: false, common: RecordCommon.encode({ step }), parts: [part] };
}

type Answers = { readonly [method: string]: (request: any) => unknown };

const absent = () => {
  throw new HubError("not-found", "there is no such notice");
};
/** A hub that gives nothing to anybody. */
const shut: Answers = {
  ListNotices: () => ({ copies: [], nextPageToken: "" }),
  ListOverdue: () => ({ overdue: [] }),
  ListRecalled: () => ({ recalled: [] }),
  FindNotices: () => ({ notices: [] }),
  Search: () => ({ copies: [], nextPageToken: "", incomplete: false }),
  Query: () => ({ rows: [], archives: [], nextPageToken: "" }),
  Trail: () => ({ rows: [], archives: [], nextPageToken: "" }),
  GetNotice: absent,
  Explain: absent,
  State: absent,
};

function castOf(answers: Answers): Cast {
  const its = { ...shut, ...answers };
  const signer = { keyId: "key", sign: signWithKey };
  const hub = {
    identity: { name: "ws-liaison", participant: "WS", principal: "ws-liaison", signer },
    call: async ({ path }: { path: string }, request: unknown) =>
      its[path.split("/").at(-1)!]!(request),
  } as unknown as HubClient;
  return { as: async () => hub, secretariat: hub, [Symbol.asyncDispose]: async () => {} };
}

const leaks = async (answers: Answers, of: readonly Played[] = [played]) =>
  (await tryDoors(castOf(answers), "WS", of)).map(({ inject: its, what }) => `${its}: ${what}`);

test("nothing is found where all doors are shut, and nothing is hidden from who has it", async () => {
  expect(await leaks({})).toEqual([]);
  const list = { ListNotices: () => ({ copies: [copyOf({})], nextPageToken: "" }) };
  expect(await tryDoors(castOf(list), "TO", [{ ...played }])).toEqual([]);
});

const ref = { origin, id, version: 1 };
const reference = { notice: ref };
test.each<[string, Answers]>([
  [
    "the list of requests",
    {
      ListNotices: ({ requests }) => ({ copies: requests ? [copyOf({})] : [], nextPageToken: "" }),
    },
  ],
  ["the list of what is overdue", { ListOverdue: () => ({ overdue: [reference] }) }],
  [
    "the list of what was recalled",
    { ListRecalled: () => ({ recalled: [{ notice: { ...ref, version: 0 } }] }) },
  ],
  ["find", { FindNotices: () => ({ notices: [ref] }) }],
  [
    "search",
    {
      Search: ({ text }) => ({
        copies: text.includes("boat") ? [copyOf({})] : [],
        nextPageToken: "",
        incomplete: false,
      }),
    },
  ],
  [
    "a query of the log",
    {
      Query: () => ({
        rows: [row("routed", { accepted: reference })],
        archives: [],
        nextPageToken: "",
      }),
    },
  ],
  [
    "the trail",
    { Trail: () => ({ rows: [row("accepted", {})], archives: [], nextPageToken: "" }) },
  ],
  [
    "get",
    {
      GetNotice: ({ notice: its }) =>
        its.id === id && its.version === 1 ? { copy: copyOf({}) } : absent(),
    },
  ],
  [
    "get of the newest version",
    {
      GetNotice: ({ notice: its }) =>
        its.id === id && its.version === 0 ? { copy: copyOf({}) } : absent(),
    },
  ],
  ["explain", { Explain: ({ notice: its }) => (its.id === id ? {} : absent()) }],
  [
    "a statement",
    {
      State: () => {
        throw new HubError("permission-denied", "this is not yours");
      },
    },
  ],
])("a notice that can be reached by %s is a leak", async (door, answers) => {
  expect(await leaks(answers)).toEqual([`X-1: LEAK: WS reached it by ${door}`]);
});

test("a notice that is in the list is a leak, also as a version that was replaced", async () => {
  const list = {
    ListNotices: ({ allVersions, requests }: any) => ({
      copies: allVersions && !requests ? [copyOf({})] : [],
      nextPageToken: "",
    }),
  };
  expect(await leaks(list)).toContain("X-1: LEAK: WS reached it by the list");
});

/** Who has the second version, and not the first. */
const other = {
  ListNotices: ({ requests }: any) => ({
    copies: requests ? [] : [copyOf({ version: 2 })],
    nextPageToken: "",
  }),
};

test("a version that one was not sent is hidden though one has another", async () => {
  const given = {
    ...other,
    GetNotice: ({ notice: its }: any) =>
      its.version === 0 ? { copy: copyOf({ version: 2 }), alsoIn: [] } : absent(),
  };
  expect(await leaks(given)).toEqual([]);
  const explained = {
    ...given,
    Explain: ({ notice: its }: any) => (its.id === id ? {} : absent()),
  };
  expect(await leaks(explained)).toEqual(["X-1: LEAK: WS reached it by explain"]);
  const found = {
    ...given,
    Search: () => ({ copies: [copyOf({})], nextPageToken: "", incomplete: false }),
  };
  expect(await leaks(found)).toEqual(["X-1: LEAK: WS reached it by search"]);
});

test("a notice that is shown beside one's own is a leak", async () => {
  const own = await noticeOf();
  const its = {
    ...played,
    notice: own,
    ref: { origin, id: own.header.id, version: 1 },
    name: nameOf(own.header),
  };
  const inbox = {
    ...its,
    inject: { ...its.inject, id: "X-2", expected: { ...its.inject.expected, receive: ["WS"] } },
  };
  const answers: Answers = {
    ListNotices: ({ requests }) => ({
      copies: requests ? [] : [copyOf({ id: own.header.id })],
      nextPageToken: "",
    }),
    GetNotice: ({ notice: asked }) =>
      asked.id === own.header.id
        ? { copy: copyOf({ id: own.header.id }), alsoIn: [reference] }
        : absent(),
  };
  expect(await leaks(answers, [played, inbox])).toEqual([
    "X-1: LEAK: WS reached it by what is beside its own",
  ]);
});

test("search is waited for until who has a notice finds it, so that to find nothing proves something", async () => {
  const inboxes = new Map([["TO", { has: () => true }]]) as unknown as Inboxes;
  let asked = 0;
  const cast = castOf({
    GetNotice: () => ({ copy: copyOf({}), alsoIn: [] }),
    Search: () => ({
      copies: ++asked > 1 ? [copyOf({})] : [],
      nextPageToken: "",
      incomplete: asked === 2,
    }),
  });
  expect(await unsearchable(cast, [played], inboxes)).toEqual([]);
  expect(asked).toBe(3);
});
