import { Purpose, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { policy } from "@talanoa/tlog/testing/sample-keys.ts";
import { describe, expect, test } from "vitest";
import { surveyRecords } from "./survey-records.ts";
import { madeUpHub } from "./testing/made-up-hub.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const noon = Date.UTC(2026, 10, 26, 12);
const minutes = 60_000;

/** FJ accepts a notice at these minutes after noon, and heads follow. */
function fijiLog(...after: readonly number[]) {
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
  return logged(records, records.length);
}

describe("an answer for a time", () => {
  const entries = fijiLog(-30, 5, -1, 6, 30);
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
