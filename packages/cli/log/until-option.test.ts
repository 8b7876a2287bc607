import { Command } from "commander";
import { expect, test } from "vitest";
import { untilOf, withUntil } from "./until-option.ts";

const asked = (...args: string[]) =>
  untilOf(withUntil(new Command()).parse(args, { from: "user" }).opts());

test("the end of a span is --until or --to, and not two different times", () => {
  const end = Date.UTC(2025, 6, 15);
  expect(asked("--until", "2025-07-14")).toBe(end);
  expect(asked("--to", "2025-07-14")).toBe(end);
  expect(asked("--to", "2025-07-14", "--until", "2025-07-14")).toBe(end);
  expect(asked()).toBeUndefined();
  expect(() => asked("--to", "2025-07-14", "--until", "2025-07-15")).toThrow("different times");
});
