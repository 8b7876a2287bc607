import { madeUpHub } from "@talanoa/client/testing/made-up-hub.ts";
import { Purpose } from "@talanoa/contract/generated/talanoa.ts";
import { logged } from "@talanoa/sharing/record/testing/logged.ts";
import { expect, test } from "vitest";
import { memberReport } from "./member-report.ts";

const reason = { purpose: Purpose.AUDIT, caseNumber: "" };

test("a member's report names the archives that may have more of its stories, not of its figures alone", async () => {
  const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
  const accepted = { nonce: Buffer.alloc(16), participant: "FJ", facts: { accepted: { notice } } };
  const archive = { name: "entries-0-255", fromIndex: 0, untilIndex: 256, firstAt: 0, lastAt: 0 };
  const hub = madeUpHub({
    entries: logged([accepted], 2),
    participant: "FJ",
    shows: () => true,
    told: [archive],
  });
  const span = { member: "FJ", from: 0, until: 1_000, exercises: false };
  const { fields } = await memberReport(hub, reason, span, new AbortController().signal);
  expect(fields).toContainEqual(["not told here", expect.stringContaining(archive.name)]);
});
