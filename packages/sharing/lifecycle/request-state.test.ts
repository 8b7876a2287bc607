import { RequestState } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awaited, type RequestFacts, requestState } from "./request-state.ts";

const asked: RequestFacts = {
  answerBy: 1_000,
  asked: ["TO", "WS"],
  answered: new Set(),
  withdrawn: false,
};

describe("a request", () => {
  test("is open to the last moment of its time, then overdue", () => {
    expect(requestState(asked, 1_000)).toBe(RequestState.OPEN);
    expect(requestState(asked, 1_001)).toBe(RequestState.OVERDUE);
  });

  test("is answered when all who were asked have answered, in time or not", () => {
    const one = { ...asked, answered: new Set(["TO"]) };
    expect([requestState(one, 0), awaited(one)]).toEqual([RequestState.OPEN, ["WS"]]);
    const both = { ...asked, answered: new Set(["TO", "WS"]) };
    expect([requestState(both, 9_999), awaited(both)]).toEqual([RequestState.ANSWERED, []]);
  });

  test("that is withdrawn is so unless all have answered", () => {
    const withdrawn = { ...asked, answered: new Set(["TO"]), withdrawn: true };
    expect(requestState(withdrawn, 9_999)).toBe(RequestState.WITHDRAWN);
    const all = { ...withdrawn, answered: new Set(["TO", "WS"]) };
    expect(requestState(all, 0)).toBe(RequestState.ANSWERED);
  });

  test("that nobody was sent is never answered", () => {
    expect(requestState({ ...asked, asked: [] }, 0)).toBe(RequestState.OPEN);
    expect(requestState({ ...asked, asked: [] }, 1_001)).toBe(RequestState.OVERDUE);
  });
});

const participants = ["FJ", "TO", "WS", "KI"];
const facts = fc.record({
  answerBy: fc.integer({ min: 0, max: 100 }),
  asked: fc.subarray(participants),
  answered: fc.subarray(participants).map((list) => new Set(list)),
  withdrawn: fc.boolean(),
});
const times = fc.integer({ min: 0, max: 100 });

describe("the state of a request", () => {
  test("only goes on as time does: open becomes overdue, and all else stays", () => {
    fc.assert(
      fc.property(facts, times, times, (its, one, other) => {
        const [before, after] = [Math.min(one, other), Math.max(one, other)];
        const [first, second] = [requestState(its, before), requestState(its, after)];
        if (first === RequestState.OPEN) {
          expect([RequestState.OPEN, RequestState.OVERDUE]).toContain(second);
        } else expect(second).toBe(first);
      }),
      { numRuns: 10_000 },
    );
  });

  test("never goes back when one more answers", () => {
    fc.assert(
      fc.property(facts, times, fc.constantFrom(...participants), (its, now, more) => {
        const before = requestState(its, now);
        const after = requestState({ ...its, answered: new Set([...its.answered, more]) }, now);
        if (before === RequestState.ANSWERED) expect(after).toBe(before);
        else expect([before, RequestState.ANSWERED]).toContain(after);
      }),
      { numRuns: 10_000 },
    );
  });
});
