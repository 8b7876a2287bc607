import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import { codesOf, kindWords } from "@talanoa/contract/words.ts";
import { expect, test } from "vitest";
import { draftFields } from "./draft-fields.ts";
import { isFieldOfKind } from "./fields-of-kind.ts";
import { samples } from "./testing/sample-notice.ts";

test("a notice of a kind may have all that its sample has", () => {
  for (const kind of codesOf(kindWords)) {
    const fields = Object.keys(samples[kind]());
    expect(fields.filter((field) => !isFieldOfKind(field, kind))).toEqual([]);
  }
});

test("every field is of some kind, and those of one kind are not of others", () => {
  const kinds = codesOf(kindWords);
  const without = draftFields.filter(
    ({ name }) => !kinds.some((kind) => isFieldOfKind(name, kind)),
  );
  expect(without).toEqual([]);
  expect(isFieldOfKind("operation", Kind.ALERT)).toBe(false);
  expect(isFieldOfKind("persons", Kind.OPERATION)).toBe(false);
  expect(isFieldOfKind("purpose", Kind.OPERATION)).toBe(false);
  expect(isFieldOfKind("route", Kind.REQUEST)).toBe(true);
});
