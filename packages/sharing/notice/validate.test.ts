import { describe, expect, test } from "vitest";
import { openNotice } from "./open.ts";
import { type Rule, type rules, sentenceOf } from "./rules.ts";
import { type Break } from "./testing/broken.ts";
import { brokenBodies } from "./testing/broken-bodies.ts";
import { brokenFrames } from "./testing/broken-frames.ts";
import { fullAlert, fullOperation, now, openDraft } from "./testing/sample-notice.ts";
import { sealAgain } from "./testing/seal-again.ts";
import { validateNotice } from "./validate.ts";

/** The rules that are checked elsewhere: in drafts, when opening, and of statements. */
type CheckedElsewhere =
  | keyof typeof rules.draft
  | keyof typeof rules.statement
  | "notice-size"
  | "header-readable"
  | "section-digest"
  | "section-readable";

const broken = { ...brokenFrames, ...brokenBodies } satisfies {
  readonly [Each in Exclude<Rule, CheckedElsewhere>]: Break;
};

describe("a notice that breaks one rule is refused with the field and the rule", () => {
  test.each(Object.entries<Break>(broken))("%s", async (rule, { field, kind, change }) => {
    const notice = await openDraft(kind === "operation" ? fullOperation() : fullAlert());
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    change(notice);
    const { violations } = validateNotice(openNotice(sealAgain(notice)), { now });
    expect(violations.map((violation) => violation.rule)).toEqual([rule]);
    expect(violations[0]!.field).toBe(field);
    expect(violations[0]!.description).toContain(sentenceOf(rule as Rule));
  });
});
