import { rules, warnings } from "@talanoa/sharing/notice/rules.ts";
import { expect, test } from "vitest";
import { detailInFrench, frenchRules } from "./violation-words.ts";

// What a program that seals gets wrong, and no officer: these are never seen at a field of the form.
const ofPrograms = new Set<string>([
  "header-readable",
  "origin-form",
  "id-form",
  "id-old",
  "version-positive",
  "previous-digest",
  "revision-said",
  "kind-known",
  "digest-length",
  "digest-count",
  "digest-distinct",
  "digest-order",
  "signature-length",
  "key-id-form",
  "section-digest",
  "section-readable",
  "section-salt",
  "section-known",
  "section-category",
  "routing-complete",
  "routing-concerned",
  "when-of-header",
]);

test("every rule that an officer can break is said in French too", () => {
  const { "risk-flag": _, statement: __, ...written } = rules;
  const names = Object.values(written).flatMap((group) => Object.keys(group));
  const needed = [...names, ...Object.keys(warnings)].filter((name) => !ofPrograms.has(name));
  expect(needed.length).toBeGreaterThan(80);
  expect(needed.filter((name) => !(name in frenchRules))).toEqual([]);
});

test("the usual additions are said in French, others stay as they are", () => {
  expect(detailInFrench("At most 200 characters.")).toBe("Au plus 200 caractères.");
  expect(detailInFrench("Did you mean tobacco?")).toBe("Vouliez-vous dire tobacco ?");
  expect(detailInFrench("Something else.")).toBe("Something else.");
});
