import { Kind, Outcome } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, kindWords, outcomeWords } from "@talanoa/contract/words.ts";
import { expect, test } from "vitest";
import { outcomeFault, outcomesOf } from "./outcome.ts";

const kinds = [...codesOf(kindWords), 99];

test("confirmed and false are said of risk flags alone, offence-found of all else", () => {
  for (const kind of kinds) {
    const said = codesOf(outcomeWords).filter(
      (outcome) => outcomeFault(outcome, { kind, byOriginator: false }) === null,
    );
    const common = [Outcome.NOTHING_FOUND, Outcome.STILL_OPEN, Outcome.NOT_MET];
    expect(said).toEqual(
      kind === Kind.RISK_FLAG
        ? [...common, Outcome.CONFIRMED, Outcome.FALSE]
        : [Outcome.NOTHING_FOUND, Outcome.OFFENCE_FOUND, Outcome.STILL_OPEN, Outcome.NOT_MET],
    );
  }
});

test("the originator of a flag says nothing of what came of it, that of another notice may", () => {
  const byOriginator = true;
  expect(outcomeFault(Outcome.CONFIRMED, { kind: Kind.RISK_FLAG, byOriginator })).toBe(
    "outcome-of-reader",
  );
  expect(outcomeFault(Outcome.STILL_OPEN, { kind: Kind.ALERT, byOriginator })).toBeNull();
});

test("what may be stated of a notice is what no rule refuses", () => {
  const { NOTHING_FOUND, OFFENCE_FOUND, STILL_OPEN, NOT_MET, CONFIRMED, FALSE } = Outcome;
  const reader = { byOriginator: false };
  expect(outcomesOf({ kind: Kind.RISK_FLAG, ...reader })).toEqual([
    NOTHING_FOUND,
    STILL_OPEN,
    NOT_MET,
    CONFIRMED,
    FALSE,
  ]);
  expect(outcomesOf({ kind: Kind.ALERT, ...reader })).toEqual([
    NOTHING_FOUND,
    OFFENCE_FOUND,
    STILL_OPEN,
    NOT_MET,
  ]);
  expect(outcomesOf({ kind: Kind.RISK_FLAG, byOriginator: true })).toEqual([]);
});
