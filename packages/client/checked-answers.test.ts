import { Purpose, type Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { policy } from "@talanoa/tlog/testing/sample-keys.ts";
import { expect, test } from "vitest";
import { checkedQuery } from "./checked-query.ts";
import { checkedTrail } from "./checked-trail.ts";
import { everything } from "./log.ts";
import { madeUpHub } from "./testing/made-up-hub.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };
const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const archive = { name: "entries-0-255", fromIndex: 0, untilIndex: 256, firstAt: 0, lastAt: 0 };

/** FJ's notice of which much was opened, so that some of it stands where an archive may. */
function openedOften() {
  const opened = { participant: "FJ", origin: "FJ", copies: [{ notice }] };
  const records = Array.from({ length: 300 }, (_, i): Init<Record> => {
    const facts = i === 0 ? { accepted: { notice } } : { opened };
    return { nonce: Buffer.from(String(i).padStart(16)), at: i, participant: "FJ", facts };
  });
  return logged(records, 300);
}

const hub = madeUpHub({
  entries: openedOften(),
  participant: "FJ",
  shows: (index) => index >= 256,
  archives: [archive],
  told: [],
});

test("an answer names the archives by which alone it is excused that nothing is before it", async () => {
  const asked = { reason, question: everything, limit: 1_000 };
  const { archives, faults } = await checkedQuery(hub, policy(0), asked);
  expect({ archives, faults }).toEqual({ archives: [archive], faults: [] });
});

test("a trail names the archives by which alone it is excused that nothing is before it", async () => {
  const { archives, faults } = await checkedTrail(hub, policy(0), { reason, notice });
  expect({ archives, faults }).toEqual({ archives: [archive], faults: [] });
});

test("an answer whose beginning is there names no archive", async () => {
  const question = { ...everything, fromIndex: 280 };
  const { archives, faults } = await checkedQuery(hub, policy(0), {
    reason,
    question,
    limit: 1_000,
  });
  expect({ archives, faults }).toEqual({ archives: [], faults: [] });
});
