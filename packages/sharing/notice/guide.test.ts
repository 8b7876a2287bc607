import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commodityClasses } from "../codes/commodity-classes.ts";
import { concealmentMethods } from "../codes/concealment-methods.ts";
import { riskGrades } from "../codes/risk-grades.ts";
import { riskReasons } from "../codes/risk-reasons.ts";
import { parse } from "yaml";
import { parseDraft } from "./draft.ts";
import { openNotice } from "./open.ts";
import { rules, warnings } from "./rules.ts";
import { now, sealDraft } from "./testing/sample-notice.ts";
import { validateNotice } from "./validate.ts";
import type { InvalidNotice } from "./violation.ts";

const path = new URL("../../../docs/notices.md", import.meta.url).pathname;
const guide = readFileSync(path, "utf8");

test("the guide for those who write notices shows every rule and every list of codes as it is", async () => {
  const groups = Object.entries({ ...rules, warnings });
  const tables = {
    rules: groups.map(([name, group]) => `### ${name}\n\n${table("rule", group)}`).join("\n\n"),
    classes: table(
      "class",
      Object.fromEntries(
        Object.entries(commodityClasses).map(([code, { title }]) => [code, title]),
      ),
    ),
    methods: table("method", concealmentMethods),
    reasons: table("reason", riskReasons),
    grades: table("grade", riskGrades),
  };
  let expected = guide;
  for (const [name, text] of Object.entries(tables)) expected = replaced(expected, name, text);
  // Write the guide anew with: npx vitest run packages/sharing/notice/guide.test.ts -u
  await expect(expected).toMatchFileSnapshot(path);
});

test("the guide's example is a valid notice", async () => {
  const example = /```yaml\n([^`]+)```/.exec(guide)![1]!;
  const notice = openNotice(await sealDraft(parse(example)));
  expect(validateNotice(notice, { now })).toMatchObject({ violations: [], warnings: [] });
});

test("the guide names every field that a draft may have", () => {
  const missing = [...fieldNames()].filter((field) => !guide.includes(`\`${field}\``));
  expect(missing).toEqual([]);
});

function table(head: string, rows: { readonly [code: string]: string }): string {
  const lines = Object.entries(rows).map(([code, text]) => `| \`${code}\` | ${text} |`);
  return [`| ${head} | |`, "| --- | --- |", ...lines].join("\n");
}

/** The text with what stands between a table's two marks replaced. */
function replaced(text: string, name: string, by: string): string {
  const [start, end] = [`<!-- ${name}: kept by a test -->`, `<!-- end of ${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  expect(from).toBeGreaterThan(0);
  expect(to).toBeGreaterThan(from);
  return `${text.slice(0, from + start.length)}\n\n${by}\n\n${text.slice(to)}`;
}

/** Every field name that a draft may have at some place, as the errors of unknown fields tell. */
function fieldNames(): Set<string> {
  const unknown = { "Not a field": 1 };
  const probe = {
    ...unknown,
    when: { start: "2025", ...unknown },
    where: unknown,
    goods: [{ ...unknown, value: unknown, concealment: unknown }],
    conveyance: { ...unknown, small_craft: unknown },
    route: unknown,
    narrative: unknown,
    images: [unknown],
    persons: [unknown],
    passengers: [unknown],
    companies: [unknown],
    source: unknown,
    operation: { ...unknown, contact_points: [unknown], results: [unknown], tasks: unknown },
    request: unknown,
    reply: unknown,
    risk_flag: unknown,
    marking: unknown,
    audience: unknown,
  };
  try {
    parseDraft(probe);
  } catch (error) {
    const { violations } = error as InvalidNotice;
    const known = violations.flatMap(({ description }) => {
      const list = /Known here: (.*)\.$/.exec(description)?.[1];
      return list?.split(", ") ?? [];
    });
    expect(known.length).toBeGreaterThan(80);
    return new Set(known);
  }
  throw new Error("the draft was not refused");
}
