import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { expect, test } from "vitest";
import { check, type Inboxes } from "./check.ts";
import { type Came, type Inbox, nameOf } from "./inbox.ts";
import type { Played } from "./played.ts";
import { readScenario } from "./scenario.ts";
import { noticeOf } from "./testing/sealed-notice.ts";

function scenarioOf(...injects: readonly object[]) {
  const all = injects.map((its, i) => ({
    id: `X-${i + 1}`,
    minute: i,
    publisher: "FJ",
    notice_kind: "sighting-report",
    title: "EXERCISE",
    content: {},
    audience: { members: ["TO"] },
    ...its,
  }));
  const scenario = { title: "X", participants: ["FJ", "TO", "WS"], injects: all };
  return readScenario(JSON.stringify(scenario), "x.json");
}

const scenario = scenarioOf(
  { expected: { receive: ["TO"] } },
  { expected: { receive: ["TO"] }, references: ["X-1"] },
);
const first = await noticeOf();
const second = await noticeOf([`FJ/${first.header.id}/1`]);
const notices = [first, second];
const played = scenario.injects.map((inject, i): Played => ({
  inject,
  deed: { as: "alert", type: "sighting" },
  name: nameOf(notices[i]!.header),
  ref: notices[i]!.header,
  notice: notices[i]!,
  sequence: 10 + i,
  accepted: true,
  again: false,
  faults: [],
  said: "",
}));

function came(notice: OpenedNotice, more: Partial<Came> = {}): Came {
  return {
    name: nameOf(notice.header),
    precedence: 1,
    exercise: true,
    notice,
    statement: null,
    withheld: [],
    at: 0,
    ...more,
  };
}

function inboxes(
  all: { readonly [code: string]: readonly Came[] },
  faults: string[] = [],
): Inboxes {
  return new Map(
    ["FJ", "TO", "WS"].map((participant) => {
      const its = all[participant] ?? [];
      const has = (name: string) => its.some((each) => each.name === name);
      const inbox = { participant, came: its, has, faults: participant === "TO" ? faults : [] };
      return [participant, inbox as unknown as Inbox];
    }),
  );
}

const said = (its: Inboxes, of: readonly Played[] = played) =>
  check(scenario, of, its).map(({ inject, what }) => `${inject}: ${what}`);
const right = [came(first), came(second)];

test("nothing is found where all is as it should be", () => {
  expect(said(inboxes({ TO: right }))).toEqual([]);
});

test("a copy that somebody should not have is a leak, and one that is missing is told", () => {
  expect(said(inboxes({ TO: right, WS: [came(first)] }))).toEqual(["X-1: LEAK: WS got it"]);
  expect(said(inboxes({ TO: [came(first)] }))).toEqual(["X-2: TO did not get it"]);
});

test("a copy that came twice as new is told", () => {
  const twice = `${nameOf(first.header)} came twice as new`;
  expect(said(inboxes({ TO: right }, [twice]))).toEqual([`: TO: ${twice}`]);
});

test("what came after what was published later is told", () => {
  const name = nameOf(first.header);
  expect(said(inboxes({ TO: [came(second), came(first)] }))).toContainEqual(
    `: TO got ${name} after what was published later`,
  );
});

test("a copy that is not flagged as an exercise is told", () => {
  const name = nameOf(first.header);
  const real = [came(first, { exercise: false }), came(second)];
  expect(said(inboxes({ TO: real }))).toEqual([`: TO got ${name}, which is no exercise`]);
});

test("an answer of the hub that is not the expected one is told, and what was wrong there and then", () => {
  const refused = [{ ...played[0]!, accepted: false, said: "no" }, played[1]!];
  expect(said(inboxes({ TO: right }), refused)).toEqual(["X-1: should have been accepted: no"]);
  const faulty = [{ ...played[0]!, faults: ["another receipt"] }, played[1]!];
  expect(said(inboxes({ TO: right }), faulty)).toEqual(["X-1: another receipt"]);
});

test("what should have been withheld and came is a leak", () => {
  const { injects } = scenarioOf({ expected: { receive: ["TO"], withheld: ["no-agreement"] } });
  const wanted = [{ ...played[0]!, inject: injects[0]! }];
  const without = came(first, { withheld: ["no-agreement"] });
  expect(said(inboxes({ TO: [without] }), wanted)).toEqual([]);
  expect(said(inboxes({ TO: [came(first)] }), wanted)).toEqual([
    "X-1: LEAK: TO got it with what no-agreement should have withheld",
  ]);
});

test("a reference shown to who does not hold what it names is a leak, one not shown to who does is told", () => {
  const { injects } = scenarioOf({}, { expected: { receive: ["TO", "WS"] } });
  const wider = [played[0]!, { ...played[1]!, inject: { ...played[1]!.inject, ...injects[1]! } }];
  const bare = came({ ...second, sections: [] });
  expect(said(inboxes({ TO: right, WS: [bare] }), wider)).toEqual([]);
  expect(said(inboxes({ TO: right, WS: [came(second)] }), wider)).toEqual([
    "X-2: LEAK: WS was shown its reference to X-1",
  ]);
  expect(said(inboxes({ TO: [came(first), bare], WS: [bare] }), wider)).toEqual([
    "X-2: TO was not shown its reference to X-1, which it holds",
  ]);
});

test("an inbox that is not the expected one is told", () => {
  const its = { ...scenario, expected_inbox: { TO: ["X-1"], WS: ["X-2"] } };
  expect(check(its, played, inboxes({ TO: right }))).toEqual([
    { inject: "", what: "the inbox of TO has X-2" },
    { inject: "", what: "the inbox of WS lacks X-2" },
  ]);
});
