import { Facts } from "@talanoa/contract/generated/talanoa.ts";
import { expect, test } from "vitest";
import { contentState } from "./content-state.ts";

function erased(index: number, version: number, versions: number, cause: string) {
  const notice = { origin: "FJ", id: "n", version };
  const facts = Facts.decode(Facts.encode({ erased: { notice, versions, cause } }));
  return { index, at: 0, step: "erased", who: "the hub", exercise: false, facts };
}

test("content is intact until an entry says that it, or a later version, was erased", () => {
  expect(contentState([], 1)).toBe("intact");
  expect(contentState([erased(7, 1, 1, "recalled")], 2)).toBe("intact");
  expect(contentState([erased(7, 2, 2, "recalled")], 1)).toBe(
    "content erased by entry 7 (recalled)",
  );
});

test("of personal sections alone the rest is intact, until the whole goes too", () => {
  const personal = erased(7, 1, 0, "erasure");
  expect(contentState([personal], 1)).toBe(
    "personal sections erased by entry 7 (erasure), the rest intact",
  );
  expect(contentState([personal, erased(9, 1, 1, "expired")], 1)).toBe(
    "content erased by entry 9 (expired)",
  );
});
