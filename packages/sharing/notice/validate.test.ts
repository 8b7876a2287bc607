import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { describe, expect, test } from "vitest";
import { openNotice } from "./open.ts";
import { type Rule, type rules, sentenceOf } from "./rules.ts";
import { audience, type Break, goods } from "./testing/broken.ts";
import { brokenBodies } from "./testing/broken-bodies.ts";
import { brokenFrames } from "./testing/broken-frames.ts";
import { fullAlert, now, openDraft, samples } from "./testing/sample-notice.ts";
import { sealAgain } from "./testing/seal-again.ts";
import { validateNotice } from "./validate.ts";

/** The rules that are checked elsewhere: in drafts, when opening, and of statements. */
type CheckedElsewhere =
  | keyof typeof rules.draft
  | keyof typeof rules.succession
  | keyof typeof rules.statement
  | "notice-size"
  | "header-readable"
  | "section-digest"
  | "section-readable";

const broken = { ...brokenFrames, ...brokenBodies } satisfies {
  readonly [Each in Exclude<Rule, CheckedElsewhere>]: Break;
};

describe("a notice", () => {
  test("is warned of what refuses nothing", async () => {
    const draft = { ...fullAlert(), where: "At sea", goods: [{ name: "Bales" }] };
    const { violations, warnings } = validateNotice(await openDraft(draft), { now });
    expect(violations).toEqual([]);
    expect(warnings).toEqual([
      { field: "where", rule: "country-unknown", description: sentenceOf("country-unknown") },
      { field: "goods[0].class", rule: "class-missing", description: sentenceOf("class-missing") },
    ]);
    const unknown = { ...fullAlert(), where: { unlocode: "FJXYZ" } };
    expect(validateNotice(await openDraft(unknown), { now }).warnings).toMatchObject([
      { field: "where.unlocode", rule: "unlocode-unknown" },
    ]);
  });

  test("with half a position is refused at the missing half", async () => {
    const draft = { ...fullAlert(), where: { name: "Suva", latitude: -18.1 } };
    expect(validateNotice(await openDraft(draft), { now }).violations).toMatchObject([
      { field: "where.longitude", rule: "position-range" },
    ]);
  });

  test("of another grading scheme has a grade and no text in its header", async () => {
    const notice = await openDraft(fullAlert());
    const grading = { scheme: "other", reliability: "3+", credibility: 9 };
    notice.header.grading = { ...grading };
    expect(validateNotice(openNotice(sealAgain(notice)), { now }).violations).toEqual([]);
    notice.header.grading.reliability = "a long story ".repeat(10);
    expect(validateNotice(openNotice(sealAgain(notice)), { now }).violations).toMatchObject([
      { field: "marking.reliability", rule: "text-length" },
    ]);
  });

  test("under TLP:RED does not go to a joint operation", async () => {
    const draft = { ...fullAlert(), marking: "RED", audience: { operations: ["FJ-SEA"] } };
    expect(validateNotice(await openDraft(draft), { now }).violations).toMatchObject([
      { field: "audience.operations", rule: "audience-red" },
    ]);
  });

  test("goes to eight joint operations at most", async () => {
    const to = async (count: number) => {
      const operations = Array.from({ length: count }, (_, i) => `FJ-SEA-${i}`);
      const draft = { ...fullAlert(), marking: "AMBER", audience: { operations } };
      return validateNotice(await openDraft(draft), { now }).violations;
    };
    expect(await to(8)).toEqual([]);
    expect(await to(9)).toMatchObject([{ field: "audience.operations", rule: "list-length" }]);
  });

  test("that asks is not for officers of its own origin", async () => {
    const notice = await openDraft(samples[Kind.REQUEST]());
    audience(notice).officers.push({ participant: notice.header.origin, principal: "head" });
    const { violations } = validateNotice(openNotice(sealAgain(notice)), { now });
    expect(violations).toMatchObject([
      { field: "audience.officers[1]", rule: "request-of-others" },
    ]);
  });

  test("full of nothing gets a short answer", async () => {
    const notice = await openDraft(fullAlert());
    goods(notice).push(...Array.from({ length: 100_000 }, () => ({}) as never));
    audience(notice).participants.push(...Array.from({ length: 50_000 }, () => ""));
    const { violations, warnings } = validateNotice(openNotice(sealAgain(notice)), { now });
    expect(violations.length).toBe(100);
    expect(warnings.length).toBeLessThanOrEqual(100);
    expect(violations).toContainEqual({
      field: "audience.participants",
      rule: "list-length",
      description: `${sentenceOf("list-length")} At most 200.`,
    });
  });
});

describe("a notice that breaks one rule is refused with the field and the rule", () => {
  test.each(Object.entries<Break>(broken))("%s", async (rule, { field, kind, change }) => {
    const notice = await openDraft(samples[kind ?? Kind.ALERT]());
    expect(validateNotice(notice, { now }).violations).toEqual([]);
    change(notice);
    const { violations } = validateNotice(openNotice(sealAgain(notice)), { now });
    expect(violations.map((violation) => violation.rule)).toEqual([rule]);
    expect(violations[0]!.field).toBe(field);
    expect(violations[0]!.description).toContain(sentenceOf(rule as Rule));
  });
});
