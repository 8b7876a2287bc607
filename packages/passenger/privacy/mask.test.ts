import fc from "fast-check";
import { expect, test } from "vitest";
import { growth, TENFOLD } from "../testing/cost.ts";
import { maskCards } from "./mask.ts";

test.each([
  ["alone", "4111111111111111", "XXXXXXXXXXXX1111"],
  ["in groups", "5454-5454-5454-5454", "XXXXXXXXXXXX5454"],
  ["of fifteen digits", "3782 822463 10005", "XXXXXXXXXXX0005"],
  ["of nineteen digits", "6212345678900000003", "XXXXXXXXXXXXXXX0003"],
  ["of sixteen digits from 67", "6759649826438453", "XXXXXXXXXXXX8453"],
  ["after a dot", "CARD NO.4111111111111111", "CARD NO.XXXXXXXXXXXX1111"],
  ["with a security code", "4111111111111111 123", "XXXXXXXXXXXX1111 XXX"],
  ["with a security code that clings to it", "4111111111111111123", "XXXXXXXXXXXX1111XXX"],
  ["with an expiry", "5454545454545454 03 27", "XXXXXXXXXXXX5454 XX XX"],
  ["with both", "4111-1111-1111-1111 03/27 123", "XXXXXXXXXXXX1111 XX/XX XXX"],
  ["with half an expiry", "4111 1111 1111 1111 12", "XXXXXXXXXXXX1111 XX"],
  ["after another number", "12 4111111111111111", "12 XXXXXXXXXXXX1111"],
  ["after a year", "2027 4111 1111 1111 1111", "2027 XXXXXXXXXXXX1111"],
  [
    "beside another card",
    "4111111111111111 5454545454545454 123",
    "XXXXXXXXXXXX1111 XXXXXXXXXXXX5454 XXX",
  ],
])("a card's number %s is masked", (_, text, masked) => {
  expect(maskCards(text)).toBe(masked);
});

test.each([
  "4111111111111112",
  "679 555 0177",
  "6795550117 6795550188",
  "0.4111111111111111",
  "999-1234567890",
  "12 BEACH ROAD 0000",
])("what is no card's number stays: %s", (text) => {
  expect(maskCards(text)).toBe(text);
});

test("no card's number is left, whatever stands beside it", () => {
  const digits = fc.stringMatching(/^\d{0,8}$/);
  const separator = fc.constantFrom(" ", "-", "/", ", ");
  fc.assert(
    fc.property(digits, separator, digits, separator, (before, first, after, second) => {
      const text = `${before}${first}4111111111111111${second}${after}`;
      expect(maskCards(text).replace(/\D/g, "")).not.toContain("4111111111111111");
    }),
    { numRuns: 1_000 },
  );
});

test("a text of digits alone takes a time that grows with its length", () => {
  const masking = (count: number) => {
    const text = "4 4444 ".repeat(count);
    return () => void maskCards(text);
  };
  expect(growth(masking(900), masking(9_000))).toBeLessThan(TENFOLD);
});
