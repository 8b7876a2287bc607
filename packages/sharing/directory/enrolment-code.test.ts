import fc from "fast-check";
import { expect, test } from "vitest";
import { enrolmentCode, readEnrolmentCode } from "./enrolment-code.ts";

const enrolment = fc.record({
  participant: fc.constantFrom("FJ", "OCO", "TO"),
  principal: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  publicKey: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Uint8Array.from(bytes)),
});

test("a code of a device's key says whose it is, also when it was broken into lines", () => {
  fc.assert(
    fc.property(enrolment, (its) => {
      const code = enrolmentCode(its);
      const read = readEnrolmentCode(` ${code.slice(0, 20)}\n${code.slice(20)} `);
      expect(read && { ...read, publicKey: Uint8Array.from(read.publicKey) }).toEqual(its);
    }),
  );
});

test("a code of which a character is wrong or missing is none", () => {
  const code = enrolmentCode({
    participant: "FJ",
    principal: "fj-liaison",
    publicKey: new Uint8Array(32).fill(7),
  });
  expect(readEnrolmentCode(code)).not.toBeNull();
  const key = code.indexOf("Bw");
  for (const wrong of [
    "",
    code.slice(0, -1),
    code.slice(1).replace("J", "j"),
    `${code.slice(0, key)}C${code.slice(key + 1)}`,
    `${code}.x`,
    code.replace("FJ", "fj"),
  ])
    expect(readEnrolmentCode(wrong)).toBeNull();
});
