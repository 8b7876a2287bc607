import * as words from "@talanoa/contract/words.ts";
import { describe, expect, test } from "vitest";
import { codeLabels } from "./code-labels.ts";

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

describe.each(Object.entries(codeLabels))("in the language %s", (_, labels) => {
  test.each(Object.entries(tables))("every %s has its label", (_, table) => {
    const missing = Object.values(table).filter((word) => !Object.hasOwn(labels, word));
    expect(missing).toEqual([]);
  });

  test("no code is shown by its word", () => {
    for (const label of Object.values(labels)) expect(label).toMatch(/^\p{Lu}/u);
  });
});

test("tables share no word but those that mean the same in either language", () => {
  const all = Object.values(tables).flatMap((table) => Object.values(table));
  const shared = all.filter((word, at) => all.indexOf(word) !== at);
  expect(new Set(shared)).toEqual(new Set(["action", "information"]));
});
