import { Outcome, Statement } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { expect, test } from "vitest";
import { sayingFields } from "../statement/sayings.ts";
import { eventOf } from "./of-statement.ts";

const notice = { origin: "FJ", id: "one", version: 1 };

function event(says: Init<Statement>, given = ["TO", "WS"], origin = "TO") {
  const statement = Statement.decode(Statement.encode({ origin, notice, ...says }));
  const its = given.map((participant) => ({ participant, version: 1 }));
  return eventOf(statement, { given: its })?.type ?? null;
}

test("what takes back, erases, grants or confirms is an event in a notice's life, and what needs it to stand", () => {
  const events = Object.fromEntries(sayingFields.map((says) => [says, event({ [says]: {} })]));
  expect(events).toEqual({
    acknowledged: "spoken-of",
    consentAsked: "spoken-of",
    consentGranted: "consent-granted",
    consentRefused: null,
    recalled: "recalled",
    erasureOrdered: "erasure-ordered",
    destroyed: "destroyed",
    outcome: null,
    withdrawn: "withdrawn",
  });
});

test("nothing found, or a flag that was wrong, erases personal data when a reader says so that was given some", () => {
  const nothing = { outcome: { outcome: Outcome.NOTHING_FOUND } };
  expect(event(nothing)).toBe("nothing-found");
  expect(event(nothing, ["WS"])).toBeNull();
  expect(event(nothing, ["TO"], "FJ")).toBeNull();
  expect(event({ outcome: { outcome: Outcome.FALSE } })).toBe("nothing-found");
  expect(event({ outcome: { outcome: Outcome.STILL_OPEN } })).toBeNull();
});

test("that a reader found something is an event when it was given personal data", () => {
  for (const outcome of [Outcome.OFFENCE_FOUND, Outcome.CONFIRMED]) {
    expect(event({ outcome: { outcome } })).toBe("something-found");
    expect(event({ outcome: { outcome } }, ["WS"])).toBeNull();
  }
});
