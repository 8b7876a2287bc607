import * as words from "@talanoa/contract/words.ts";
import { fieldPaths } from "@talanoa/sharing/notice/draft-fields.ts";
import { rules, warnings } from "@talanoa/sharing/notice/rules.ts";
import { expect, test } from "vitest";
import { englishRules } from "./english-rules.ts";
import { detailOnPage, frenchRules } from "./violation-words.ts";

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

const { "risk-flag": _, statement: __, ...written } = rules;

test("every rule that an officer can break is said in French too", () => {
  const names = Object.values(written).flatMap((group) => Object.keys(group));
  const needed = [...names, ...Object.keys(warnings)].filter((name) => !ofPrograms.has(name));
  expect(needed.length).toBeGreaterThan(80);
  expect(needed.filter((name) => !(name in frenchRules))).toEqual([]);
});

test("the usual additions are said in French, others stay as they are", () => {
  expect(detailOnPage("At most 200 characters.", "fr")).toBe("Au plus 200 caractères.");
  expect(detailOnPage("Did you mean tobacco?", "fr")).toBe("Vouliez-vous dire tobacco ?");
  expect(detailOnPage("Something else.", "fr")).toBe("Something else.");
});

test("the words that a field may have are told by their labels, and names of a draft's fields not at all", () => {
  const options = { "small-craft": "Small craft", method: "Method" };
  const listed = "They are: small-craft, method.";
  expect(detailOnPage(listed, "en", options)).toBe("They are: Small craft, Method.");
  expect(detailOnPage(listed, "fr", options)).toBe("Ce sont : Small craft, Method.");
  for (const language of ["en", "fr"] as const) {
    expect(detailOnPage("Known here: sub_regions, all.", language)).toBe("");
    expect(detailOnPage("Did you mean sub_regions?", language)).toBe("");
  }
  expect(detailOnPage("It must be a number, without quotes.", "en")).toBe("It must be a number.");
});

test("no sentence on the page has a name of a draft, a file of the documentation or a command", () => {
  const tables = Object.values(words).filter((its) => typeof its === "object");
  const coded = tables.flatMap((its) => Object.values(its)).filter((its) => /^[a-z]+-/.test(its));
  const fields = fieldPaths().filter((path) => /^[a-z]+_/.test(path));
  expect(coded).toContain("suspect-consignment");
  expect(fields).toContain("case_reference");
  const inner = [...coded, ...fields, "sub_regions", "docs/", "talanoa ", "quotes", "section"];
  const english = { ...Object.assign({}, ...Object.values(written)), ...warnings, ...englishRules };
  const said = [...Object.entries(english), ...Object.entries(frenchRules)]
    .filter(([rule]) => !ofPrograms.has(rule))
    .map(([, sentence]) => String(sentence));
  expect(said.length).toBeGreaterThan(160);
  expect(said.filter((text) => inner.some((name) => text.includes(name)))).toEqual([]);
});
