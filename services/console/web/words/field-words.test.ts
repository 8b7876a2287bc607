import { fieldPaths } from "@talanoa/sharing/notice/draft-fields.ts";
import { expect, test } from "vitest";
import { fieldWords, labelIn } from "./field-words.ts";

test.each(["en", "fr"] as const)("every field of a draft has a label: %s", (language) => {
  const paths = fieldPaths();
  expect(paths.length).toBeGreaterThan(150);
  expect(paths.filter((path) => labelIn(fieldWords[language], path) === path)).toEqual([]);
});
