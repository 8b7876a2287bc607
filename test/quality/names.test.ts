import { describe, expect, test } from "vitest";
import { draftFlagThreshold } from "@talanoa/passenger/watchlist/grade.ts";
import { judge, labelledPairs, precisionAndRecall } from "./pairs.ts";

const pairs = labelledPairs();
const says = pairs ? "" : " (left out: shared/passenger-data is not beside the repository)";
// The reporter names no test of a file in which all are skipped.
if (!pairs) console.warn(`labelled pairs of names${says}`);

describe.skipIf(!pairs)(`labelled pairs of names${says}`, () => {
  const judged = (pairs ?? []).map(judge);

  test("raise a draft flag with a recall of 0.80 and a precision of 0.75, in either half too", () => {
    expect(judged.length).toBeGreaterThan(100);
    const halves = [0, 1].map((half) => judged.filter((_, index) => index % 2 === half));
    for (const part of [judged, ...halves]) {
      const { precision, recall } = precisionAndRecall(
        part,
        ({ score }) => score >= draftFlagThreshold,
      );
      expect(precision).toBeGreaterThanOrEqual(0.75);
      expect(recall).toBeGreaterThanOrEqual(0.8);
    }
  });
});
