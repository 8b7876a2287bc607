import type { ListedPerson, Sex, Traveller } from "@talanoa/passenger/watchlist/entry.ts";
import type { PartialDate } from "@talanoa/passenger/watchlist/partial-date.ts";
import { cultures, type NameParts } from "./name-parts.ts";

/** Of the people on a list, and of those who travel and are not on it. */
export const listSeed = 1;
export const travellerSeed = 2;
/** How many a list has. */
export const entries = 10_000;

/** A person who does not exist. */
export interface MadeUpPerson {
  /** Given names first, as passports print them side by side. */
  readonly given: readonly string[];
  readonly family: string;
  readonly name: string;
  readonly birthDate: Required<PartialDate>;
  readonly sex: Sex;
  readonly nationality: string;
  readonly passport: string;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** People who do not exist: their names come from the parts of many cultures, mostly of the Pacific. */
export function madeUpPeople(count: number, seed: number): MadeUpPerson[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => madeUpPerson(random));
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)]!;
}

function madeUpPerson(random: () => number): MadeUpPerson {
  const culture = pickCulture(random);
  const sex = random() < 0.5 ? "F" : "M";
  const names = sex === "F" ? culture.female : culture.male;
  const given = [pick(names, random)];
  if (random() < 0.45) given.push(pick(names, random));
  const family = familyName(culture, random);
  const parts = culture.order === "given-first" ? [...given, family] : [family, ...given];
  return {
    given,
    family,
    name: parts.join(" "),
    birthDate: {
      year: 1940 + Math.floor(random() * 68),
      month: 1 + Math.floor(random() * 12),
      day: 1 + Math.floor(random() * 28),
    },
    sex,
    nationality: culture.nationality,
    passport: `${culture.nationality[0]}${String(Math.floor(random() * 1e8)).padStart(8, "0")}`,
  };
}

function pickCulture(random: () => number): NameParts {
  let left = random() * cultures.reduce((sum, { share }) => sum + share, 0);
  return cultures.find(({ share }) => (left -= share) < 0) ?? cultures[0]!;
}

function familyName({ families, beginnings, endings }: NameParts, random: () => number): string {
  const isPlain = beginnings.length === 0 || random() < 0.05;
  if (isPlain) return pick(families, random);
  const middle = random() < 0.5 ? pick(endings, random) : "";
  return `${pick(beginnings, random)}${middle}${pick(endings, random)}`;
}

export function asTraveller({
  name,
  birthDate,
  sex,
  nationality,
  passport,
}: MadeUpPerson): Traveller {
  return { names: [name], birthDate, sex, nationality, documents: [{ number: passport }] };
}

/** How much a list knows of birth dates. */
export type Dating = "all-dated" | "a-tenth-undated";

/**
 * As lists know people: a tenth to the month and a tenth to the year, and a tenth not at all where
 * that is wanted; half with a document, two thirds with a nationality.
 */
export function asListed(person: MadeUpPerson, index: number, dating: Dating): ListedPerson {
  const { name, birthDate, sex, nationality, passport } = person;
  return {
    kind: "person",
    id: `made-up-${index}`,
    names: [{ text: name }],
    birthDates: listedDates(birthDate, index % 10, dating),
    documents: index % 2 === 0 ? [{ number: passport }] : [],
    sex,
    nationalities: index % 3 === 0 ? [] : [nationality],
  };
}

function listedDates(
  { year, month, day }: Required<PartialDate>,
  tenth: number,
  dating: Dating,
): PartialDate[] {
  if (tenth === 0 && dating === "a-tenth-undated") return [];
  if (tenth === 1) return [{ year }];
  return [tenth === 2 ? { year, month } : { year, month, day }];
}
