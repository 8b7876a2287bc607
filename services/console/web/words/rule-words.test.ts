import { ERASED } from "@talanoa/sharing/feed/withheld.ts";
import { ruleSentences } from "@talanoa/sharing/routing/rules.ts";
import { expect, test, vi } from "vitest";

// The language is chosen by what a browser keeps.
vi.stubGlobal("localStorage", { getItem: () => "en" });
const { frenchRules } = await import("./rule-words.ts");

test("every rule of routing is said in French, and no other", () => {
  const all = [...Object.keys(ruleSentences), ERASED].toSorted();
  expect(Object.keys(frenchRules).toSorted()).toEqual(all);
});
