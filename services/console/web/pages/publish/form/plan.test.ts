import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { fieldPaths } from "@talanoa/sharing/notice/draft-fields.ts";
import { expect, test } from "vitest";
import {
  filledIn,
  isAsked,
  longForm,
  longTexts,
  partsOf,
  sharingForm,
  shortForm,
  tellingTexts,
  topFields,
  writtenKinds,
} from "./plan.ts";

test("every field of a draft stands in one part of the long form", () => {
  const placed = longForm.flatMap(({ fields }): readonly string[] => fields);
  expect(placed.toSorted()).toEqual([...topFields].toSorted());
});

test("every field that the plan names is one of a draft", () => {
  const paths = new Set(fieldPaths());
  const named = [
    ...longTexts,
    ...tellingTexts,
    ...filledIn,
    ...sharingForm,
    ...writtenKinds.flatMap((kind) => shortForm[kind]),
  ];
  expect(named.filter((path) => !paths.has(path))).toEqual([]);
});

test("the long form asks for what the short one does not, and for nothing of another kind", () => {
  const fields = partsOf(Kind.ALERT).flatMap((part) => part.fields);
  expect(fields).toEqual(
    expect.arrayContaining(["goods", "persons", "when", "narrative", "marking"]),
  );
  expect(fields).not.toContain("title");
  expect(fields).not.toContain("operation");
  expect(isAsked("when.start", Kind.ALERT)).toBe(true);
  expect(isAsked("when.end", Kind.ALERT)).toBe(false);
});
