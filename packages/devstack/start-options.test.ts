import { expect, test } from "vitest";
import { startOptions } from "./start-options.ts";

test("without options the hub is on .talanoa, plays its demo and stays up", () => {
  expect(startOptions([])).toEqual({ once: false, quiet: false, data: ".talanoa" });
  expect(startOptions(["--once", "--data", "x"])).toMatchObject({ once: true, data: "x" });
});

test("help is given when it is asked for", () => {
  expect([startOptions(["--help"]), startOptions(["-h", "--once"])]).toEqual(["help", "help"]);
});

test.each([["--twice"], ["--once=x"], ["--data"], ["word"]])(
  "%s is said to be wrong",
  (...args) => {
    expect(startOptions(args)).toEqual({ wrong: expect.stringMatching(/^[^\n]{10,90}$/) });
  },
);
