import fc from "fast-check";
import { expect, test } from "vitest";
import { romanise } from "./romanise.ts";

const words = (name: string) =>
  romanise(name)
    .map(({ text }) => text)
    .join(" ");

test.each([
  ["ʻAkilisi Pōhiva", "akilisi pohiva"],
  ["Faʻafetai Leʻaupepe", "faafetai leaupepe"],
  ["O’Connor-Smith, Seán", "oconnor smith sean"],
  ["Юрий Чайковский", "yuriy chaykovskiy"],
  ["Γεώργιος", "georgios"],
  ["王小明", "wang xiaoming"],
  ["欧阳小明", "ouyang xiaoming"],
  ["김소연", "gim soyeon"],
  ["ケンジ・タナカ", "kenji tanaka"],
  ["محمود الحسن", "mhmod al hsn"],
  ["Mar1a L0pez", "maria lopez"],
  ["", ""],
  ["--- ...", ""],
])("%s is written %s", (name, romanised) => {
  expect(words(name)).toBe(romanised);
});

test("whatever the text, there are at most 24 words of at most 32 letters and digits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (name) => {
      const found = romanise(name);
      expect(found.length).toBeLessThanOrEqual(24);
      for (const { text } of found) expect(text).toMatch(/^[a-z0-9]{1,32}$/);
    }),
  );
});
