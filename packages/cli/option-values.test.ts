import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { deadlineOption, timeOption, untilOption } from "./option-values.ts";

test.each(["24h", "24h ago", " 24h  ago ", "1d", "1440m ago"])("%s is a day ago", (text) => {
  const day = 86_400_000;
  expect(Math.abs(Date.now() - day - timeOption(text))).toBeLessThan(60_000);
});

test("a day is from its first moment until its last", () => {
  const [from, until] = [timeOption("2025-07-14"), untilOption("2025-07-14")];
  expect(until - from).toBe(86_400_000);
});

test("a time without its offset is refused, and it is said what is missing", () => {
  for (const option of [timeOption, untilOption, deadlineOption])
    expect(() => option("2026-11-27T06:20")).toThrow(/needs Z or its offset/);
});

test.each(["", "ago", "24", "24h before", "yesterday"])("%j is no time", (text) => {
  expect(() => timeOption(text)).toThrow(InvalidArgumentError);
});
