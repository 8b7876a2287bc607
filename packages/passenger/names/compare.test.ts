import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growth, TENFOLD } from "../testing/cost.ts";
import { compareNames } from "./compare.ts";
import { parseName } from "./name.ts";

const flag = 0.8;
const compare = (one: string, other: string) => compareNames(parseName(one), parseName(other));
const score = (one: string, other: string) => compare(one, other).score;

describe("names that may be one person's are alike", () => {
  test.each([
    ["in another order", "Sione Fifita", "FIFITA, Sione"],
    ["glued", "Marianne Koroivula", "Mari Anne Koroivula"],
    ["all glued", "JoneKoroivula", "Jone Koroivula"],
    ["with hyphens", "Jean-Claude Temarii", "Jean Claude Temarii"],
    ["without a middle name", "Litia Seini Vunibaka", "Litia Vunibaka"],
    ["by its initial", "L. Vunibaka", "Litia Vunibaka"],
    ["by initials together", "JC Temarii", "Jean-Claude Temarii"],
    ["with a title", "Ratu Epeli Vunibaka", "Epeli Vunibaka"],
    ["with a noble title", "Lord Fakafanua Sione Kaufusi", "Sione Kaufusi"],
    ["with a matai title", "Leiataua Ioane Faleolo", "Ioane Faleolo"],
    ["in a short form", "Bill Ashcombe", "William Ashcombe"],
    ["in a form of another island", "Sione Moala", "Ioane Moala"],
    ["without marks", "Salote Pohiva", "Sālote Pōhiva"],
    ["without glottal stops", "Maake Tuuholoaki", "Maʻake Tuʻuholoaki"],
    ["with two letters swapped", "Jone Vunibkaa", "Jone Vunibaka"],
    ["in German spelling", "Juri Tschernow", "Yuri Chernov"],
    ["in Cyrillic", "Юрий Чернов", "Yuri Chernov"],
    ["in Arabic", "محمود الحسن", "Mahmoud al-Hassan"],
    ["in Greek", "Γεώργιος Λαμπράκος", "Georgios Lamprakos"],
    ["in Chinese characters", "王小明", "Wang Xiaoming"],
    ["in Wade-Giles", "Chou Hsiao-ming", "Zhou Xiaoming"],
    ["with particles", "Yusuf ibn Karim al Tamimi", "Youssef bin Karim Al-Tamimi"],
    ["with a servant-of name apart", "Abd al-Rahman Saleh", "Abdurrahman Saleh"],
    ["of one word", "Suharyono", "Suharyono"],
  ])("%s: %s and %s", (_, one, other) => {
    expect(score(one, other)).toBeGreaterThanOrEqual(flag);
  });
});

describe("names of different persons are not", () => {
  test.each([
    ["another given name", "Sione Fifita", "Tevita Fifita"],
    ["another family name", "Sione Fifita", "Sione Moala"],
    ["another middle name", "Jone Manasa Vunibaka", "Jone Epeli Vunibaka"],
    ["another patronymic", "Ali bin Karim al-Tamimi", "Ali bin Yusuf al-Tamimi"],
    ["another initial", "T. Fifita", "Sione Fifita"],
    ["initials alone", "S. F.", "Sione Fifita"],
    ["one word of several", "Sione", "Sione Viliami Fifita"],
    ["another chiefly title where that is the family's", "Talosaga Aiono", "Talosaga Tuala"],
    ["nothing in common", "Litia Vunibaka", "Юрий Чернов"],
    ["no name", "", "Sione Fifita"],
  ])("%s: %s and %s", (_, one, other) => {
    expect(score(one, other)).toBeLessThan(flag);
  });
});

test("a comparison says which words agree and how, and which stand alone", () => {
  const { parts, missing, contradictions } = compare("Bill Ashcomb", "William Henry Ashcombe");
  expect(parts).toMatchObject([
    { one: "bill", other: "william", agreement: "form" },
    { one: "ashcomb", other: "ashcombe", agreement: "spelling" },
  ]);
  expect(missing).toEqual(["henry"]);
  expect(contradictions).toBe(0);
  expect(compare("Jone Vunibaka", "Epeli Vunibaka").contradictions).toBe(1);
});

const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ..."Sione Tevita ʻOfa Mele bin al van de Ratu Adi J. Mohammed Мария 王 김소연 O'Neil Kim Vunibaka Al-Tamimi 7".split(
          " ",
        ),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(" ")),
);

describe("of any two names", () => {
  test("the score is from 0 to 1, whichever comes first", () => {
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        const there = score(one, other);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1);
        expect(score(other, one)).toBeCloseTo(there, 9);
      }),
      { numRuns: 500 },
    );
  });

  test("a name is like itself, in capitals, without marks and in another order", () => {
    const word = fc.constantFrom(
      ..."Sione Tēvita ʻOfa Mele Pōhiva Vunibaka Koroivula Émilie".split(" "),
    );
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 5 }), (parts) => {
        const name = parts.join(" ");
        expect(score(name, name.toUpperCase())).toBeCloseTo(1, 9);
        expect(score(name, name.normalize("NFD").replace(/\p{M}/gu, ""))).toBeCloseTo(1, 9);
        expect(score(name, parts.toReversed().join(" "))).toBeCloseTo(1, 9);
      }),
    );
  });
});

test("names of thousands of words take no longer than long names", () => {
  const comparing = (length: number) => {
    const hostile = [
      "ab ".repeat(length / 2),
      "a".repeat(length),
      "bin ".repeat(length / 10),
      "ʻ".repeat(length / 10),
    ];
    return () => {
      for (const one of hostile) for (const other of hostile) score(one, other);
    };
  };
  expect(growth(comparing(10_000), comparing(100_000))).toBeLessThan(TENFOLD);
});
