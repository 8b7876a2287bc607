import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { UsageError } from "../usage-error.ts";
import { scenarioClock } from "./clock.ts";
import { deedOf, draftOf } from "./draft-of.ts";
import { outcomeIn, outcomeOf } from "./outcome-words.ts";
import { type Inject, readScenario } from "./scenario.ts";
import { warningsOf } from "./warnings.ts";

const file = new URL("../../../test/exercises/driftwood.json", import.meta.url).pathname;
const text = readFileSync(file, "utf8");
const driftwood = readScenario(text, "driftwood.json");

function draft(id: string): { readonly [field: string]: unknown } {
  const find = (its: string) => driftwood.injects.find((each) => each.id === its) ?? null;
  const inject = find(id)!;
  return draftOf(inject, deedOf(inject, find), {
    scenario: driftwood,
    clock: scenarioClock(1_000_000_000_000, 20),
    noticeOf: () => null,
    operationId: (name) => name,
    now: 1_000_000_000_000,
  }) as never;
}

/** A scenario whose first inject is changed. */
function changed(change: (inject: { [field: string]: any }) => void): string {
  const scenario = JSON.parse(text) as { injects: { [field: string]: any }[] };
  change(scenario.injects[0]!);
  return JSON.stringify(scenario);
}

function refusal(scenario: string): string {
  try {
    readScenario(scenario, "it");
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n${error.advice}`;
    throw error;
  }
  return "";
}

describe("facts that the hub has no place for", () => {
  test("stand in the text, each by its name and value", () => {
    expect(draft("DW-01")["narrative"]).toBe(
      "EXERCISE EXERCISE EXERCISE. Barge adrift without a tow.\n" +
        "craft.length_m: 60\n" +
        "craft.imo: IMO 1234568\n" +
        "place.berth: north quay\n" +
        "crew: master EXERCISE MASTER, hands 4\n" +
        "weather: swell 3 m, wind south-east",
    );
    expect(draft("DW-05")["request"]).toMatchObject({
      text: expect.stringContaining("asked_by_phone_first: true"),
    });
    expect(draft("DW-06")["reply"]).toMatchObject({
      state: "answered",
      text: expect.stringContaining("state: answered in full\nowner: EXERCISE TOWING LIMITED"),
    });
  });

  test("of a traveller stand nowhere but in the section on persons", () => {
    const { persons, ...others } = draft("DW-02");
    expect(persons).toMatchObject([
      { name: "EXERCISE TRAVELLER SIERRA", note: expect.stringContaining("seat_row: 17") },
    ]);
    expect(JSON.stringify(persons)).toContain("companion: EXERCISE COMPANION SIERRA");
    expect(JSON.stringify(others)).not.toMatch(/COMPANION|seat_row|17 B/);
  });

  test("are not judged in what the hub is to refuse", () => {
    expect(draft("DW-10")).toMatchObject({ conveyance: { containers: ["NOT A NUMBER"] } });
    expect(draft("DW-04")).not.toHaveProperty("conveyance.containers");
  });

  test("are told, each once by place and name, with the fact that may be meant", () => {
    const misspelt = readScenario(
      changed(({ content }) => Object.assign(content.data, { concealement: "x" })),
      "it",
    );
    const warnings = warningsOf(misspelt);
    expect(new Set(warnings).size).toBe(warnings.length);
    for (const line of [
      "notice_kind: there is no kind vessel-of-interest: it is sent as an alert, small-craft (DW-01)",
      "content.data.crew: there is no such fact; it stands in its text, for people (DW-01)",
      "content.data.craft.length_m: there is no such fact; it stands in its text, for people (DW-01)",
      "content.data.craft.imo: the hub does not take it as it is written; it stands in its text, for people (DW-01)",
      "content.data.traveller.nickname: there is no such fact; it stands in the section on persons, for people (DW-08)",
      "content.data.questioned_minutes: there is no such fact; nobody reads it (DW-03)",
      'content.data.outcome: "handed to the harbour master" is no outcome that is known; it is stated as still open (DW-11)',
      "content.data.concealement: there is no such fact, did you mean concealment?; it stands in its text, for people (DW-01)",
    ])
      expect(warnings).toContain(line);
  });
});

test("a kind that is not known is refused where it can be no alert, with the kinds that there are", () => {
  const of = (notice_kind: string, more: object = {}) =>
    refusal(changed((inject) => Object.assign(inject, { notice_kind, ...more })));
  expect(of("sighting-reprot")).toBe("");
  expect(of("recal")).toContain(
    "injects[0] (DW-01).notice_kind: there is no kind recal; did you mean recall?",
  );
  expect(of("recal")).toContain("joint-operation-notice, enforcement-alert");
  expect(of("handover", { audience: {} })).toContain("addressed to nobody");
  expect(of("question", { content: { data: { query: "x" } } })).toContain("it has query");
});

test("whatever steers the play and is misspelt is refused at its place", () => {
  const of = (change: (inject: { [field: string]: any }) => void) => refusal(changed(change));
  expect(of((its) => (its["audience"].grup = "ISLANDS"))).toContain(
    "injects[0].audience.grup: there is no such field; did you mean group?",
  );
  expect(of((its) => (its["marking"].precedence = "urgent"))).toContain(
    "injects[0].marking.precedence",
  );
  expect(of((its) => (its["expected"] = { recieve: [] }))).toContain("injects[0].expected.recieve");
  expect(of((its) => (its["expected"] = { receive: ["TO"], not_receive: ["TO"] }))).toContain(
    "TO is to receive it and not to receive it",
  );
  expect(of((its) => (its["expected"] = { receive: ["AU"] }))).toContain("AU takes no part");
  const scenario = JSON.parse(text);
  scenario.expected_inbox.FJ.push("DW-99");
  expect(refusal(JSON.stringify(scenario))).toContain(
    "expected_inbox.FJ: there is no inject DW-99",
  );
});

test("who receives is read in the expected inboxes where the inject does not say", () => {
  const receive = (id: string) =>
    driftwood.injects.find((its: Inject) => its.id === id)!.expected.receive.toSorted();
  expect(receive("DW-01")).toEqual(["NZ", "TO", "WS"]);
  expect(receive("DW-10")).toEqual([]);
});

test.each([
  ["no finding", Outcome.NOTHING_FOUND],
  ["Nothing found", Outcome.NOTHING_FOUND],
  ["negative", Outcome.NOTHING_FOUND],
  ["false alarm", Outcome.NOTHING_FOUND],
  ["not met", Outcome.NOT_MET],
  ["no show", Outcome.NOT_MET],
  ["did not travel", Outcome.NOT_MET],
  ["still open", Outcome.STILL_OPEN],
  ["offence found", Outcome.OFFENCE_FOUND],
  ["2 kg seized, one arrest", Outcome.OFFENCE_FOUND],
])("the outcome %s is %i", (words, outcome) => {
  expect(outcomeIn(words)).toBe(outcome);
});

test("an outcome in other words claims nothing and erases nothing", () => {
  expect(outcomeIn("handed over")).toBeNull();
  expect(outcomeOf("handed over")).toBe(Outcome.STILL_OPEN);
});
