import { OverdueOf } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ObligationChange } from "./obligations.ts";
import { obligationKey, OpenObligations } from "./open-obligations.ts";

const of = OverdueOf.ANSWER;
const notice = { origin: "FJ", id: "0198c0de-0000-7000-8000-000000000001", version: 1 };
const key = obligationKey(notice, of);

function due(participants: string[], dueAt = 1_000, version = 1): ObligationChange {
  return {
    change: "due",
    obligation: { notice: { ...notice, version }, of, dueAt, participants },
  };
}
const met = (participant: string): ObligationChange => ({
  change: "met",
  notice,
  of,
  participant,
  reply: null,
});
const released: ObligationChange = { change: "released", notice, of };

describe("what is due", () => {
  test("is so until all have done it", () => {
    const open = new OpenObligations();
    expect(open.apply(due(["TO", "WS"]))).toEqual({ key, dueAt: 1_000 });
    expect(open.apply(met("TO"))).toEqual({ key, dueAt: 1_000 });
    expect(open.late(key)).toEqual(["WS"]);
    expect(open.apply(met("WS"))).toEqual({ key, dueAt: 0 });
    expect(open.get(key)).toBeUndefined();
  });

  test("is not any more once it is released", () => {
    const open = new OpenObligations();
    open.apply(due(["TO"]));
    expect(open.apply(released)).toEqual({ key, dueAt: 0 });
    expect(open.late(key)).toEqual([]);
  });

  test("is what the newest version says, of all to whom that went", () => {
    const open = new OpenObligations();
    open.apply(due(["TO", "WS"], 1_000, 1));
    open.apply(met("TO"));
    expect(open.apply(due(["TO", "WS", "KI"], 2_000, 2))).toEqual({ key, dueAt: 2_000 });
    // What was done of the version before is done.
    expect(open.late(key)).toEqual(["WS", "KI"]);
    open.apply(due(["NR"], 2_000, 2));
    expect(open.late(key)).toEqual(["WS", "KI", "NR"]);
  });

  test("is done by who did it all of a version before, also after it was told, and released for good", () => {
    const open = new OpenObligations();
    open.apply(due(["TO", "WS"], 1_000, 1));
    open.apply(met("TO"));
    open.close(key);
    open.apply(met("WS"));
    expect(open.apply(due(["TO", "WS"], 2_000, 2))).toEqual({ key, dueAt: 0 });
    expect(open.apply(due(["TO", "KI"], 3_000, 3))).toEqual({ key, dueAt: 3_000 });
    open.apply(released);
    expect(open.apply(due(["TO", "KI"], 4_000, 4))).toEqual({ key, dueAt: 0 });
  });

  test("is late of exactly those who were to do it and have not, whatever happens besides", () => {
    const participants = ["TO", "WS", "KI", "NR"];
    const steps = fc.array(
      fc.oneof(
        fc.subarray(participants, { minLength: 1 }).map((list) => due(list)),
        fc.constantFrom(...participants).map(met),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, (changes) => {
        const open = new OpenObligations();
        let asked = new Set<string>();
        const done = new Set<string>();
        let wasDue = false;
        for (const its of changes) {
          const { dueAt } = open.apply(its);
          if (its.change === "due") for (const each of its.obligation.participants) asked.add(each);
          wasDue ||= its.change === "due";
          // Before it is due of anybody there is nothing to do.
          if (its.change === "met" && wasDue) done.add(its.participant);
          const late = [...asked].filter((each) => !done.has(each));
          expect(new Set(open.late(key))).toEqual(new Set(late));
          expect(dueAt > 0).toBe(late.length > 0);
          if (late.length === 0) asked = new Set();
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
