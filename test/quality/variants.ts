import { type MadeUpPerson, pick } from "./made-up-people.ts";

const vowels = Array.from("aeiou");
const consonants = Array.from("bdfgklmnprstv");

type Variant = (person: MadeUpPerson, random: () => number) => string;

/** Ways in which a booking or a document writes a name otherwise than a list does. */
export const variants: { readonly [name: string]: Variant } = {
  "family name first": ({ given, family }) => `${family} ${given.join(" ")}`,
  "family name, comma": ({ given, family }) => `${family.toUpperCase()}, ${given.join(" ")}`,
  "given names glued": ({ given, family }) => `${given.join("")} ${family}`,
  "given names hyphenated": ({ given, family }) => `${given.join("-")} ${family}`,
  "all glued": ({ given, family }) => `${given[0]}${family}`,
  "second name left out": ({ given, family }) => `${given[0]} ${family}`,
  "second name by its initial": ({ given: [first, second = ""], family }) =>
    `${first} ${second.slice(0, 1)} ${family}`,
  "marks left out": ({ name }) => name.normalize("NFD").replace(/[\u0300-\u036fʻ']/g, ""),
  "with a title": ({ given, family, sex }) =>
    `${sex === "F" ? "Mrs" : "Mr"} ${given.join(" ")} ${family}`,
  "a letter missing": slip((word, at) => word.slice(0, at) + word.slice(at + 1)),
  "a letter doubled": slip((word, at) => word.slice(0, at) + word.slice(at - 1)),
  "two letters swapped": slip(
    (word, at) =>
      word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1),
  ),
  "another vowel": slip((word, at, random) => {
    const rest = word.slice(at).replace(/[aeiou]/, () => pick(vowels, random));
    return word.slice(0, at) + rest;
  }),
  "another letter": slip(
    (word, at, random) => word.slice(0, at) + pick(consonants, random) + word.slice(at + 1),
  ),
};

// In the family name, not in its first letter.
function slip(change: (word: string, at: number, random: () => number) => string): Variant {
  return ({ given, family }, random) => {
    const at = 1 + Math.floor(random() * (family.length - 1));
    return `${given.join(" ")} ${change(family, at, random)}`;
  };
}
