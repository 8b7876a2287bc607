import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArrivedCopy, checkCopies, type SentCase } from "./copies.ts";
import {
  FEED_SUBSCRIPTION,
  plannedCases,
  plannedForRegion,
  REGION_SUBSCRIPTION,
  regionSubscribers,
} from "./plan.ts";

const sent: SentCase[] = plannedCases.map((planned, index) => ({
  planned,
  id: `notice-${index}`,
  acknowledgedBy: new Set<string>(),
}));

/** All copies that the plan asks for, read off the plan by hand. */
function perfect(): ArrivedCopy[] {
  const copy = (participant: string, subscription: string, { planned, id }: SentCase) => ({
    participant,
    subscription,
    origin: planned.publisher,
    id,
    marking: planned.marking,
    attempt: 1,
  });
  return sent.flatMap((each) => [
    ...each.planned.receivers.map((code) => copy(code, FEED_SUBSCRIPTION, each)),
    ...regionSubscribers
      .filter(({ participant, region }) =>
        plannedForRegion(participant, region).includes(each.planned),
      )
      .map(({ participant }) => copy(participant, REGION_SUBSCRIPTION, each)),
  ]);
}

describe("The check of the copies", () => {
  test("finds nothing when everyone has what the plan says, in any order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(perfect(), { minLength: perfect().length }), (copies) => {
        expect(checkCopies(sent, copies)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test("finds any one copy that is missing, doubled, leaked or differently marked", () => {
    const all = perfect();
    fc.assert(
      fc.property(fc.nat({ max: all.length - 1 }), (index) => {
        const one = all[index]!;
        const caseOf = sent.find(({ id }) => id === one.id)!.planned.case;
        const said = (copies: ArrivedCopy[]) => checkCopies(sent, copies);
        expect(said(all.filter((each) => each !== one))).toEqual([
          expect.stringContaining(`${caseOf} did not reach ${one.participant}`),
        ]);
        expect(said([...all, one])).toEqual([expect.stringMatching(/reached .+ 2 times$/)]);
        expect(said([...all, { ...one, participant: "XX" }])).toEqual([
          expect.stringContaining("reached XX"),
        ]);
        expect(said(all.with(index, { ...one, marking: "TLP:CLEAR" })).length).toBe(
          one.marking === "TLP:CLEAR" ? 0 : 1,
        );
      }),
    );
  });

  test("takes what was sent again after a lost connection as the same copy", () => {
    const again = perfect().map((copy) => Object.assign(copy, { attempt: 2 }));
    expect(checkCopies(sent, [...perfect(), ...again])).toEqual([]);
    expect(checkCopies(sent, again)).toEqual([]);
  });

  test("does not count copies of other notices", () => {
    const stranger = { ...perfect()[0]!, id: "of-another-run" };
    const sameIdOfAnother = { ...perfect()[0]!, origin: "XX" };
    expect(checkCopies(sent, [...perfect(), stranger, sameIdOfAnother])).toEqual([]);
  });
});
