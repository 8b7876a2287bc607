import { expect, test } from "vitest";
import { Corrected, MOST_CORRECTED } from "./tried-worlds.ts";

test("of corrected notices a few are kept, those that were asked for last, and of others none", () => {
  const corrected = new Corrected();
  const of = (id: string, version = 2) => corrected.of({ origin: "FJ", id, version });
  const [one, other] = [of("one"), of("other")];
  expect(of("first", 1)).not.toBe(of("first", 1));
  for (let i = 2; i < MOST_CORRECTED; i++) of(`${i}`);
  expect(of("one", 3)).toBe(one);
  of("one more");
  expect(of("one", 4)).toBe(one);
  expect(of("other", 3)).not.toBe(other);
});
