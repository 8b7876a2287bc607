import type { Card, FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import { concerns } from "./card.ts";

/**
 * Whether a notice passes a participant's filter. All set parts must match, an empty part matches
 * all. `title` is asked for only when the filter has a text: it is dear to come by. `knowsOf` says whether
 * the reader may know that this notice belongs to an operation: to hold it is not enough.
 */
export function passesFilter(
  filter: FeedFilter | null,
  card: Card,
  reader: { participant: string; title(): string; knowsOf(operation: string): boolean },
): boolean {
  if (!filter) return true;
  return (
    oneOf(filter.kinds, card.kind) &&
    oneOf(filter.tlp, card.tlp) &&
    oneOf(filter.origins, card.notice?.origin ?? "") &&
    anyOf(filter.regions, card.regions) &&
    anyOf(filter.countries, card.countries) &&
    anyOf(filter.commodityClasses, card.commodityClasses) &&
    (!filter.concernsOwnCountry || concerns(card, reader.participant)) &&
    (filter.operations.length === 0 ||
      filter.operations.some((id) => card.operations.includes(id) && reader.knowsOf(id))) &&
    (filter.text === "" || hasWords(reader.title(), filter.text))
  );
}

function oneOf<T>(wanted: readonly T[], value: T): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function anyOf<T>(wanted: readonly T[], values: readonly T[]): boolean {
  return wanted.length === 0 || wanted.some((each) => values.includes(each));
}

/** Whether a title has all words of a text, in any case and without regard to accents. */
export function hasWords(title: string, text: string): boolean {
  const plain = fold(title);
  return fold(text)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

function fold(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
