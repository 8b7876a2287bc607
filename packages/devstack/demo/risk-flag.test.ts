import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { compose } from "@talanoa/sharing/notice/compose.ts";
import { concerned } from "@talanoa/sharing/notice/concerned.ts";
import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { openNotice } from "@talanoa/sharing/notice/open.ts";
import { sealContent } from "@talanoa/sharing/notice/testing/sample-notice.ts";
import { validateNotice } from "@talanoa/sharing/notice/validate.ts";
import { expect, test } from "vitest";
import { agreements } from "./plan.ts";
import { flagDraft, flagFault, plannedFlag } from "./risk-flag.ts";

test("the demo's flag is a valid one at any time, and concerns the sub-regions of the plan", async () => {
  for (const now of [Date.UTC(2026, 0, 31, 23), Date.UTC(2027, 11, 31, 22)]) {
    const content = compose(parseDraft(flagDraft(now)), plannedFlag.publisher);
    const { origin, id } = { origin: "NZ", id: "0198c0de-aaaa-7000-8000-000000000001" };
    const notice = openNotice(await sealContent(content, { origin, id, issuedAt: now }));
    const { violations, warnings } = validateNotice(notice, { now });
    expect(violations.filter(({ rule }) => rule !== "id-old")).toEqual([]);
    expect(warnings).toEqual([]);
    expect(concerned(content.sections).regions).toEqual(plannedFlag.regions);
  }
});

test("a copy with the traveller is a fault where no agreement stands, and one without where it does", async () => {
  const content = compose(parseDraft(flagDraft(Date.UTC(2026, 0, 31))), "NZ");
  const whole = openNotice(await sealContent(content));
  const sections = whole.sections.filter(({ type }) => type !== SectionType.PASSENGERS);
  const without = { ...whole, sections };
  expect(agreements.some(({ id }) => id === "NZ-FJ-PASSENGERS-DEMO")).toBe(true);
  expect(agreements.some(({ from, to }) => from === "NZ" && to === "TO")).toBe(false);
  expect([flagFault("FJ", whole), flagFault("NZ", whole), flagFault("TO", without)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(flagFault("TO", whole)).toContain("TO was shown the traveller");
  expect(flagFault("FJ", without)).toContain("FJ was not shown the traveller");
});
