import { RequestState, type RequestStatus } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countTasks, totalResults } from "./figures.ts";

const result = (measure: string, quantity: number, unit = "") => ({ measure, quantity, unit });

describe("the results of reports", () => {
  test("are added up by measure and unit, however they are written", () => {
    const totals = totalResults([
      { results: [result("Yachts boarded", 14, "yachts"), result("Cocaine", 0.1, "kg")] },
      { results: [result("yachts  boarded ", 8, "Yachts"), result("Cocaine", 0.2, "kg")] },
      { results: [result("Cocaine", 3, "parcels")] },
    ]);
    expect(totals).toEqual([
      result("Yachts boarded", 22, "yachts"),
      result("Cocaine", 0.3, "kg"),
      result("Cocaine", 3, "parcels"),
    ]);
  });

  test("are the same whatever the order of the reports, but for how they are written", () => {
    const reports = fc.array(
      fc.record({
        results: fc.array(
          fc
            .tuple(fc.constantFrom("boarded", "seized"), fc.nat(1_000), fc.constantFrom("", "kg"))
            .map((parts) => result(...parts)),
        ),
      }),
    );
    const sorted = (totals: ReturnType<typeof totalResults>) =>
      totals.map(({ measure, unit, quantity }) => `${measure} ${unit} ${quantity}`).sort();
    fc.assert(
      fc.property(reports, (its) => {
        expect(sorted(totalResults([...its].reverse()))).toEqual(sorted(totalResults(its)));
      }),
      { numRuns: 10_000 },
    );
  });
});

test("tasks are counted without those that were withdrawn; one of unknown state is open", () => {
  const status = (state: RequestState): RequestStatus => ({
    state,
    answerBy: 1,
    awaited: [],
    answers: [],
  });
  const { OPEN, ANSWERED, OVERDUE, WITHDRAWN } = RequestState;
  const statuses = [OPEN, ANSWERED, OVERDUE, WITHDRAWN, ANSWERED].map(status);
  expect(countTasks([...statuses, null])).toEqual({ asked: 5, answered: 2 });
});
