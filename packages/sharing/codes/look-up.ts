import { folded } from "./folded.ts";

/** Something that is looked up by what a person types of it. */
export interface Known {
  /** Codes, of which the beginning is typed: `FJSUV`. */
  readonly codes: readonly string[];
  /** Codes that come after names which begin so, as an airport's `SUV` after the town of Suva. */
  readonly lesserCodes?: readonly string[];
  /** Names, of which the beginning of any word is typed. */
  readonly names: readonly string[];
}

/** An index of things; it is made once and asked at every key. */
export interface LookUp<Item> {
  /** The items that fit best, at most so many; none for nothing typed. */
  find(typed: string, most?: number): Item[];
}

/**
 * Finds things by what is typed: accents, apostrophes and case do not count. A code comes before a name,
 * what begins so before what has a word that begins so; equals keep the order in which they were given.
 */
export function lookUpIn<Item>(
  items: Iterable<Item>,
  knownBy: (item: Item) => Known,
): LookUp<Item> {
  const indexed = [...items].map((item) => {
    const { codes, lesserCodes = [], names } = knownBy(item);
    return {
      item,
      codes: codes.map(folded),
      lesserCodes: lesserCodes.map(folded),
      names: names.map(folded),
    };
  });
  return {
    find(typed, most = 8) {
      const wanted = folded(typed);
      if (wanted === "") return [];
      return indexed
        .map(({ item, ...known }) => ({ item, rank: rankOf(wanted, known) }))
        .filter(({ rank }) => rank < UNFIT)
        .sort((one, other) => one.rank - other.rank)
        .slice(0, most)
        .map(({ item }) => item);
    },
  };
}

const UNFIT = 6;

function rankOf(wanted: string, { codes, lesserCodes, names }: Required<Known>): number {
  if (codes.includes(wanted)) return 0;
  if (names.includes(wanted)) return 1;
  if (names.some((name) => name.startsWith(wanted))) return 2;
  if (lesserCodes.includes(wanted)) return 3;
  if (codes.some((code) => code.startsWith(wanted))) return 4;
  return names.some((name) => name.includes(` ${wanted}`)) ? 5 : UNFIT;
}
