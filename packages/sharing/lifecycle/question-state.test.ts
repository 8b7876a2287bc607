import { Ending, QuestionState } from "@talanoa/contract/generated/talanoa.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { after, isRefused, unborn } from "./life.ts";
import { questionState } from "./question-state.ts";

test("a question without an answer is open exactly while what it asks for may be granted", () => {
  const endings = fc.constantFrom(Ending.UNSPECIFIED, Ending.RECALLED, Ending.EXPIRED);
  const numbers = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(endings, numbers, numbers, (ending, newest, version) => {
      const life = { ...unborn, newest, ending };
      const may = !isRefused(after(life, { type: "consent-granted", version }));
      const state = questionState(null, life, version);
      expect(state).toBe(may ? QuestionState.OPEN : QuestionState.OVER);
      expect(questionState(true, life, version)).toBe(QuestionState.GRANTED);
      expect(questionState(false, life, version)).toBe(QuestionState.REFUSED);
    }),
  );
});
