import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLine } from "./print.ts";

test("any text as JSON is one line that steers no terminal, and reads as the same text", () => {
  const steering = fc.constantFrom(
    "\u001b",
    "\u007f",
    "\u009b",
    "\u00ad",
    "\u202e",
    "\u2028",
    "\u{e0041}",
  );
  const text = fc.string({ unit: fc.oneof(steering, fc.string({ unit: "binary", maxLength: 3 })) });
  fc.assert(
    fc.property(text, (said) => {
      const line = jsonLine({ said });
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(line)).toEqual({ said });
    }),
  );
});

test("text that people write stays readable as JSON", () => {
  expect(jsonLine({ name: "Nuku'alofa, Māori, Nouméa, 日本, 🚤" })).toBe(
    '{"name":"Nuku\'alofa, Māori, Nouméa, 日本, 🚤"}',
  );
});
