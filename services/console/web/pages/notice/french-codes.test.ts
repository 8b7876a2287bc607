import * as words from "@talanoa/contract/words.ts";
import { expect, test } from "vitest";
import { frenchCodes } from "./french-codes.ts";

const tables = {
  kind: words.kindWords,
  revision: words.revisionWords,
  precedence: words.precedenceWords,
  type: words.alertTypeWords,
  direction: words.directionWords,
  precision: words.timePrecisionWords,
  purpose: words.dataPurposeWords,
  phase: words.operationPhaseWords,
  "operation notice": words.operationNoticeWords,
  request: words.requestTypeWords,
  state: words.answerStateWords,
  measure: words.riskMeasureWords,
};

test.each(Object.entries(tables))("every %s has its French word", (_, table) => {
  const missing = Object.values(table).filter((word) => !Object.hasOwn(frenchCodes, word));
  expect(missing).toEqual([]);
});

test("tables share no word but those that mean the same in French", () => {
  const all = Object.values(tables).flatMap((table) => Object.values(table));
  const shared = all.filter((word, at) => all.indexOf(word) !== at);
  expect(new Set(shared)).toEqual(new Set(["action", "information"]));
});
