import {
  Purpose,
  type QueryRequest,
  type TrailRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stepCodes } from "../tables/migrations.ts";
import { parseQuery, parseTrail } from "./question.ts";

const caller: Caller = {
  participant: "FJ",
  principal: "fj-auditor",
  roles: ["auditor"],
  office: "",
  expiresAt: 0,
};
const audit = { purpose: Purpose.AUDIT, caseNumber: "" };
const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const nothing: QueryRequest = {
  reason: audit,
  from: 0,
  until: 0,
  steps: [],
  participant: "",
  principal: "",
  notice: null,
  pageSize: 0,
  pageToken: "",
  descending: false,
  includeExercises: false,
  fromIndex: 0,
  untilIndex: 0,
  operation: "",
  withErasing: false,
};

const ask = (changes: Partial<QueryRequest> = {}, by = caller) =>
  parseQuery({ ...nothing, ...changes }, by);
const askTrail = (changes: Partial<TrailRequest> = {}) =>
  parseTrail(
    { reason: audit, notice, pageSize: 0, pageToken: "", withErasing: false, ...changes },
    caller,
  );

function rulesOf(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    expect(error.code).toBe("invalid-argument");
    return error.violations.map(({ field, rule }) => `${field}: ${rule}`);
  }
}

test("a question without a reason is refused", () => {
  expect(rulesOf(() => ask({ reason: null }))).toEqual(["reason.purpose: purpose"]);
  expect(rulesOf(() => askTrail({ reason: null }))).toEqual(["reason.purpose: purpose"]);
  const reason = { purpose: 0 as Purpose, caseNumber: "" };
  expect(rulesOf(() => ask({ reason }))).toEqual(["reason.purpose: purpose"]);
  const unknown = { purpose: 99 as Purpose, caseNumber: "C-1" };
  expect(rulesOf(() => ask({ reason: unknown }))).toEqual(["reason.purpose: purpose"]);
});

test.each([Purpose.CASE_WORK, Purpose.COMPLAINT, Purpose.COURT, Purpose.INCIDENT])(
  "purpose %i needs a case number",
  (purpose) => {
    const rules = ["reason.case_number: case-number-required"];
    expect(rulesOf(() => ask({ reason: { purpose, caseNumber: "" } }))).toEqual(rules);
    expect(rulesOf(() => ask({ reason: { purpose, caseNumber: "C 2025/14" } }))).toEqual([]);
  },
);

test.each([Purpose.AUDIT, Purpose.TRAINING])("purpose %i needs no case number", (purpose) => {
  expect(rulesOf(() => ask({ reason: { purpose, caseNumber: "" } }))).toEqual([]);
  expect(rulesOf(() => ask({ reason: { purpose, caseNumber: "A-7" } }))).toEqual([]);
});

test.each([" 12", "-1", "a".repeat(65), "José 12", "12;drop", "a@b.org", "12\n13", "C#1"])(
  "%j is no case number",
  (caseNumber) => {
    const reason = { purpose: Purpose.AUDIT, caseNumber };
    expect(rulesOf(() => ask({ reason }))).toEqual(["reason.case_number: case-number-format"]);
  },
);

test("all that is wrong with a question is said at once, by field and rule", () => {
  const wrong = {
    reason: { purpose: Purpose.COURT, caseNumber: "" },
    from: 2_000,
    until: 1_000,
    steps: ["routed", "rooted"],
    participant: "John Smith",
    principal: "a b",
    notice: { origin: "", id: "x/y", version: 0 },
    pageSize: 1_001,
  };
  expect(rulesOf(() => ask(wrong))).toEqual([
    "reason.case_number: case-number-required",
    "until: time-order",
    "steps[1]: step-known",
    "participant: id-format",
    "principal: id-format",
    "notice.origin: notice-id",
    "notice.id: notice-id",
    "page_size: page-size",
  ]);
  expect(rulesOf(() => ask({ from: -1, until: 2 ** 60 }))).toEqual([
    "from: time-range",
    "until: time-range",
  ]);
  expect(rulesOf(() => ask({ fromIndex: 7, untilIndex: 7 }))).toEqual(["until_index: index-order"]);
  expect(rulesOf(() => askTrail({ notice: null }))).toEqual(["notice: required"]);
});

test("no error repeats what was asked, which may name a person", () => {
  const wrong = { participant: "John Smith", principal: "Jane Roe", steps: ["Jack Doe"] };
  try {
    ask(wrong);
    expect.unreachable();
  } catch (error) {
    const { message, violations } = error as HubError;
    expect(JSON.stringify([message, violations])).not.toMatch(/Smith|Roe|Doe/);
  }
});

test("what is recorded of a question says what was asked", () => {
  expect(ask().text).toBe("");
  const all = ask({
    from: Date.UTC(2025, 6, 14),
    until: Date.UTC(2025, 6, 15),
    steps: ["released", "opened", "released"],
    participant: "NZ",
    principal: "nz-liaison",
    notice,
    descending: true,
    includeExercises: true,
  });
  expect(all.text).toBe(
    "from=2025-07-14T00:00:00.000Z until=2025-07-15T00:00:00.000Z step=released,opened " +
      "participant=NZ principal=nz-liaison notice=FJ/0198c0de-0000-7000-8000-000000000001/1 " +
      "order=newest-first exercises=too",
  );
  const range = ask({ steps: Object.keys(stepCodes), fromIndex: 12, untilIndex: 90 });
  expect(range.text).toBe("from-index=12 until-index=90 step=all");
  const pageToken = all.nextPage({ end: 900, after: 77 });
  const next = ask({
    from: Date.UTC(2025, 6, 14),
    until: Date.UTC(2025, 6, 15),
    steps: ["released", "opened"],
    participant: "NZ",
    principal: "nz-liaison",
    notice,
    descending: true,
    includeExercises: true,
    pageToken,
  });
  expect(next.text).toBe(`${all.text} after=77`);
});

test("what is recorded says whether it was told too what erased content, of each page", () => {
  expect(ask({ withErasing: true }).text).toBe("erasing=too");
  const asked = { steps: ["routed"], withErasing: true };
  const pageToken = ask(asked).nextPage({ end: 9, after: 5 });
  expect(ask({ ...asked, pageToken }).text).toBe("step=routed erasing=too after=5");
  const trail = askTrail({ withErasing: true });
  expect(trail.text).toBe(`${askTrail().text} erasing=too`);
});

test("a page belongs to one caller and one question", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (end, after) => {
      const pageToken = ask({ steps: ["routed"] }).nextPage({ end, after });
      expect(ask({ steps: ["routed"], pageToken }).page).toEqual({ end, after });
      expect(ask({ steps: ["routed"], pageSize: 7, pageToken }).page).toEqual({ end, after });
    }),
  );
  const pageToken = ask({ steps: ["routed"] }).nextPage({ end: 9, after: 5 });
  const refused = ["page_token: page-token"];
  expect(rulesOf(() => ask({ pageToken }))).toEqual(refused);
  expect(rulesOf(() => askTrail({ pageToken }))).toEqual(refused);
  const training = { purpose: Purpose.TRAINING, caseNumber: "" };
  expect(rulesOf(() => ask({ steps: ["routed"], reason: training, pageToken }))).toEqual(refused);
  for (const by of [
    { ...caller, participant: "NZ" },
    { ...caller, principal: "fj-other" },
  ]) {
    expect(rulesOf(() => ask({ steps: ["routed"], pageToken }, by))).toEqual(refused);
  }
  for (const text of ["x", "%%%", pageToken.slice(4), `${pageToken}AAAA`]) {
    expect(rulesOf(() => ask({ steps: ["routed"], pageToken: text }))).toEqual(refused);
  }
});

test("a page has a hundred rows unless asked otherwise, and a thousand at most", () => {
  expect(ask().size).toBe(100);
  expect(ask({ pageSize: 1_000 }).size).toBe(1_000);
  expect(askTrail({ pageSize: 3 }).size).toBe(3);
});
