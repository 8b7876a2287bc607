import { expect, test } from "vitest";
import { withoutCode } from "./without-code.ts";

test("a risk flag is told in words, without the codes of the hub's own lists", () => {
  const name = "Likeness to an entry of a watchlist";
  expect(withoutCode("reason", `name-match (${name})`)).toBe(name);
  // What is in no list of the hub stays as it was written.
  expect(withoutCode("reason", "other (Something else)")).toBe("other (Something else)");
  expect(withoutCode("grade", "A (talanoa): Very high")).toBe("A: Very high");
  expect(withoutCode("grade", "A (talanoa) : Très élevé")).toBe("A : Très élevé");
  expect(withoutCode("grade", "A (other): Very high")).toBe("A (other): Very high");
  expect(withoutCode("text", "name-match (x)")).toBe("name-match (x)");
});
