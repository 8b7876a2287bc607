import { Purpose, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import type { RowFilter } from "@talanoa/sharing/record/row-filter.ts";
import { policy } from "@talanoa/tlog/testing/sample-keys.ts";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { surveyRecords } from "./survey-records.ts";
import { madeUpHub } from "./testing/made-up-hub.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const noon = Date.UTC(2026, 10, 26, 12);
const minutes = 60_000;

/** FJ accepts a notice at these minutes after noon, and heads follow on so many. */
function fijiLog(after: readonly number[], headsAfter = after.length) {
  const records = after.map((minute, i): Init<Record> => {
    const notice = { origin: "FJ", id: `0198c0de-0000-7000-8000-00000000000${i}`, version: 1 };
    const facts = { accepted: { notice } };
    return {
      nonce: Buffer.alloc(16, i + 100),
      at: noon + minute * minutes,
      participant: "FJ",
      facts,
    };
  });
  return logged(records, headsAfter);
}

describe("an answer for a time", () => {
  const entries = fijiLog([-30, 5, -1, 6, 30]);
  const filter = { from: noon, until: noon + 10 * minutes };
  const survey = (without: number | null) => {
    const shows = (index: number) => index !== without;
    const hub = madeUpHub({ entries, participant: "FJ", shows });
    return surveyRecords(hub, policy(0), { reason, filter });
  };

  test("has what stands before others of an earlier time", async () => {
    const { completeness, matching } = await survey(null);
    expect(completeness).toMatchObject({ faults: [], upTo: { index: 5 } });
    expect(matching).toEqual([1, 3]);
  });

  test("is not complete without the first of it, which the hub keeps back", async () => {
    const { completeness } = await survey(1);
    expect(completeness.faults).toEqual(["the records before entry 2 are missing"]);
  });
});

describe("of an answer of which all since some heads is kept back", () => {
  const entries = fijiLog([-300, 5, 15, 60], 1);
  const survey = async (filter: RowFilter, last: number) => {
    vi.useFakeTimers({ now: noon + 61 * minutes, toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const hub = madeUpHub({ entries, participant: "FJ", shows: (index) => index <= last });
    const { completeness } = await surveyRecords(hub, policy(0), { reason, filter });
    return completeness;
  };

  test.each<[string, RowFilter, last: number]>([
    ["all", {}, 5],
    ["since a time", { from: noon - 30 * minutes }, 1],
    ["a span of time", { from: noon - 30 * minutes, until: noon + 30 * minutes }, 1],
    ["a span that they do not reach over", { until: noon + 10 * minutes }, 3],
    ["entries before a place", { untilIndex: 5 }, 3],
  ])("it is not known whether it is complete: %s", async (_, filter, last) => {
    expect(await survey(filter, last)).toMatchObject({ faults: [], upTo: null });
    const { length } = entries;
    expect((await survey(filter, length)).upTo).not.toBe(null);
  });
});
