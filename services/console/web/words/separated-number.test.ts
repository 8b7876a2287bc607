import { expect, test } from "vitest";
import { separatedNumber } from "./separated-number.ts";

test("a number with separators of thousands is told how it is to be written", () => {
  expect(separatedNumber("1,234", "en")).toBe(
    "Write 1234 without a separator, or 1.234 if the comma is a decimal one.",
  );
  expect(separatedNumber(" 1,234,567", "en")).toBe("Write 1234567 without a separator.");
  expect(separatedNumber("1.234.567", "fr")).toBe("Écrivez 1234567 sans séparateur.");
  for (const other of ["about 12", "12,5", "", "1.234", 1234, undefined])
    expect(separatedNumber(other, "en")).toBeNull();
});
