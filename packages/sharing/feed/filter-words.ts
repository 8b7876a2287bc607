import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { codeOf, kindWords, tlpWords } from "@talanoa/contract/words.ts";
import { commodityClasses } from "../codes/commodity-classes.ts";
import { isCountry } from "../codes/countries.ts";
import { isParticipantForm } from "../codes/participants.ts";
import { subRegions } from "../codes/sub-regions.ts";

/** What of a filter is a list of words. */
export const wordFields = [
  "kind",
  "region",
  "country",
  "commodity",
  "tlp",
  "origin",
  "operation",
] as const;
export type WordField = (typeof wordFields)[number];

/** A filter as a person writes it: any case will do, and `AMBER` for `TLP:AMBER`. */
export type FilterWords = { readonly [Field in WordField]?: readonly string[] } & {
  readonly concernsUs?: boolean;
  /** Words of the title. */
  readonly text?: string;
};

/** A word that means nothing where it stands. */
export interface UnknownWord {
  readonly field: WordField;
  readonly word: string;
  /** Those that there are; empty where there are too many to name. */
  readonly known: readonly string[];
}

interface Reader<Value> {
  readonly known: readonly string[];
  /** A word as those that there are are written. */
  spell(word: string): string;
  /** Undefined for a word that means nothing. */
  read(spelled: string): Value | undefined;
}

const lower = (word: string): string => word.toLowerCase();
const upper = (word: string): string => word.toUpperCase();

const among = (known: readonly string[]): Reader<string> => ({
  known,
  spell: lower,
  read: (word) => (known.includes(word) ? word : undefined),
});

const ofForm = (fits: (code: string) => boolean): Reader<string> => ({
  known: [],
  spell: upper,
  read: (code) => (fits(code) ? code : undefined),
});

const readers = {
  kind: {
    known: Object.values(kindWords),
    spell: lower,
    read: (word: string) => codeOf(kindWords, word),
  },
  region: among(subRegions),
  country: ofForm(isCountry),
  commodity: among(Object.keys(commodityClasses)),
  tlp: {
    known: Object.values(tlpWords),
    spell: (word: string) => `TLP:${upper(word).replace(/^TLP:/, "")}`,
    read: (label: string) => codeOf(tlpWords, label),
  },
  origin: ofForm(isParticipantForm),
  // Only the hub knows which there are; it finds nothing for one that it does not.
  operation: { known: [], spell: (word: string) => word, read: (word: string) => word },
} satisfies { readonly [Field in WordField]: Reader<string | number> };

/** The filter that words ask for, empty for all, and the words that mean nothing: those are left out. */
export function readFilter(words: FilterWords): {
  readonly filter: Init<FeedFilter>;
  readonly unknown: readonly UnknownWord[];
} {
  const unknown: UnknownWord[] = [];
  const list = <Field extends WordField>(field: Field) => {
    const { known, spell, read } = readers[field];
    return (words[field] ?? []).map(spell).flatMap((word) => {
      const value = read(word);
      if (value === undefined) unknown.push({ field, word, known });
      return value ?? [];
    }) as NonNullable<ReturnType<(typeof readers)[Field]["read"]>>[];
  };
  const lists: Init<FeedFilter> = {
    kinds: list("kind"),
    regions: list("region"),
    countries: list("country"),
    commodityClasses: list("commodity"),
    tlp: list("tlp"),
    origins: list("origin"),
    operations: list("operation"),
  };
  const asked = Object.entries(lists).filter(([, its]) => (its as unknown[]).length > 0);
  return {
    filter: {
      ...(Object.fromEntries(asked) as Init<FeedFilter>),
      ...(words.concernsUs && { concernsOwnCountry: true }),
      ...(words.text && { text: words.text }),
    },
    unknown,
  };
}
