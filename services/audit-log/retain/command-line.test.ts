import { expect, test } from "vitest";
import { InvalidOrder, readOrder } from "./command-line.ts";

test.each([["--help"], ["detach", "-h"]])("%j asks how it is used", (...words) => {
  expect(readOrder(words)).toBeNull();
});

test("a command is read with its folder and its limit", () => {
  expect(readOrder(["detach", "out", "--partition", "3", "--by", "secretariat"])).toEqual({
    name: "detach",
    folder: "out",
    partition: 3,
    by: "secretariat",
  });
});

test.each([[], ["drop"], ["copy"], ["copy", "out", "--unsigned"], ["detach", "out"]])(
  "wrong words are refused: %j",
  (...words) => {
    expect(() => readOrder(words)).toThrow(InvalidOrder);
  },
);
