import { parseDraft } from "@talanoa/sharing/notice/draft.ts";
import { expect, test } from "vitest";
import { valueAt } from "../../../words/draft-path.ts";
import { writtenKinds } from "../form/plan.ts";
import { exampleOf } from "./example.ts";

test.each(writtenKinds)(
  "the example of kind %i is a draft in its plain form, and an exercise",
  async (kind) => {
    const example = await exampleOf(kind);
    expect(parseDraft(example)).toEqual(example);
    expect(example["exercise"]).toBe(true);
    expect(valueAt(example, "marking.tlp")).toMatch(/^TLP:/);
  },
);
