import { expect, test } from "vitest";
import { UsageError } from "../usage-error.ts";
import { byEndOfId } from "./by-end-of-id.ts";

const ids = ["0198c0de-aaaa-7000-8000-0000001abcde", "0198c0de-aaaa-7000-8000-0000002abcde"];

test("an id is found by six of its last characters or more, in capitals too, when there is one alone", () => {
  expect(byEndOfId("1ABCDE", "flag")(ids)).toBe(ids[0]);
  expect(byEndOfId(ids[1]!, "flag")(ids)).toBe(ids[1]);
  expect(byEndOfId("3abcde", "flag")(ids)).toBeNull();
  expect(() => byEndOfId("abcde", "request")).toThrow(UsageError);
  expect(() => byEndOfId("abcde", "request")).toThrow("6 characters or more of the request's id");
  const same = ["a1abcde", "b1abcde"];
  expect(() => byEndOfId("1abcde", "flag")(same)).toThrow("2 flags end with that");
});
