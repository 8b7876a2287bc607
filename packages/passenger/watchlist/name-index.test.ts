import fc from "fast-check";
import { expect, test } from "vitest";
import { parseName } from "../names/name.ts";
import { NameIndex } from "./name-index.ts";

function indexOf(names: readonly string[]): NameIndex {
  const index = new NameIndex();
  for (const [owner, name] of names.entries()) index.add(parseName(name), owner);
  return index;
}

function owners(index: NameIndex, name: string): number[] {
  return index.candidates(parseName(name)).map((candidate) => index.owner(candidate));
}

const word = fc.constantFrom(
  ..."Sione Tēvita Mele Pōhiva Vunibaka Koroivula Moala Fifita Юрий Чернов محمود Émilie Kim".split(
    " ",
  ),
);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));

test("a name is found by itself, by its words turned round and in capitals, among any others", () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 40 }), (names) => {
      const index = indexOf(names);
      for (const [owner, name] of names.entries()) {
        expect(owners(index, name)).toContain(owner);
        expect(owners(index, name.split(" ").reverse().join(" ").toUpperCase())).toContain(owner);
      }
    }),
  );
});

test("a name is found misspelled, glued and in another form, and names of others are not", () => {
  const index = indexOf([
    "William Ashcombe",
    "Mary Anne Koroivula",
    "Maryanne Moala",
    "Юрий Чернов",
  ]);
  expect(owners(index, "Bill Ashcomb")).toContain(0);
  expect(owners(index, "Maryanne Koroivula")).toContain(1);
  expect(owners(index, "Mary Anne Moala")).toContain(2);
  expect(owners(index, "Juri Tschernow")).toContain(3);
  expect(owners(index, "Epeli Vunibaka")).toEqual([]);
});

test("what one look-up finds leaves no trace in the next", () => {
  const index = indexOf(["Sione Fifita", "Mele Moala"]);
  const first = owners(index, "Sione Fifita");
  owners(index, "Mele Moala");
  expect(owners(index, "Sione Fifita")).toEqual(first);
});

test("a name that thousands bear is compared with at most a thousand and a few", () => {
  const index = indexOf(Array.from({ length: 5_000 }, () => "Mohammed Ali"));
  expect(owners(index, "Mohammed Ali").length).toBeLessThanOrEqual(1_016);
});
