import {
  Category,
  type Conveyance,
  type Passengers,
  type Persons,
  type Places,
  type RiskFlag,
  Section,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { MessageType } from "@talanoa/contract/message-type.ts";
import { isKnownSectionType, sectionTypes } from "@talanoa/contract/sections.ts";
import { countryNames } from "../codes/countries.ts";
import { portOf } from "../codes/ports.ts";
import { itineraryOf } from "../notice/itinerary.ts";
import { type IdentifierField, identifierTerm } from "./identifiers.ts";
import { wordsOf } from "./words.ts";

/** By what the sections of a copy are found: words and identifiers, each with its kind before it. */
export interface Terms {
  readonly general: ReadonlySet<string>;
  /** What stands in personal sections alone, and goes with them. */
  readonly personal: ReadonlySet<string>;
}

/** The term of a word. */
export function wordTerm(word: string): string {
  return `word ${word}`;
}

/**
 * The terms of sections, each the bytes of a Section: all words of the texts, and the identifiers. Of
 * persons and passengers only the numbers of their documents: what an index holds of them must be little. What cannot be
 * read, or is of a type that this version does not know, has none.
 */
export function termsOf(sections: readonly Uint8Array[]): Terms {
  const general = new Set<string>();
  const personal = new Set<string>();
  for (const bytes of sections) {
    const section = read(bytes);
    if (!section || section.type === SectionType.ROUTING) continue;
    const { type, category, body } = section;
    if (category === Category.PERSONAL || category === Category.PASSENGER) {
      if (type === SectionType.PERSONS) addDocuments((body as Persons).persons, personal);
      if (type === SectionType.PASSENGERS) addDocuments((body as Passengers).passengers, personal);
      continue;
    }
    addWords(body, general);
    if (type === SectionType.CONVEYANCE) addConveyance(body as Conveyance, general);
    if (type === SectionType.PLACES) addPlaces(body as Places, general);
    if (type === SectionType.RISK_FLAG) addFlight(body as RiskFlag, general);
  }
  for (const term of general) personal.delete(term);
  return { general, personal };
}

function read(bytes: Uint8Array): { type: number; category: Category; body: unknown } | null {
  try {
    const { type, body } = Section.decode(bytes);
    if (!isKnownSectionType(type)) return null;
    const { body: message, category } = sectionTypes[type];
    return { type, category, body: (message as MessageType<unknown>).decode(body) };
  } catch {
    return null;
  }
}

/** The words of every text in a message, and in the messages in it. */
function addWords(value: unknown, terms: Set<string>): void {
  if (typeof value === "string") {
    for (const word of wordsOf(value)) terms.add(wordTerm(word));
  } else if (Array.isArray(value)) {
    for (const each of value) addWords(each, terms);
  } else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    for (const each of Object.values(value)) addWords(each, terms);
  }
}

function addConveyance(conveyance: Conveyance, terms: Set<string>): void {
  const { imo, mmsi, callSign, containers, flight } = conveyance;
  const add = (field: IdentifierField, text: string): void => {
    const term = identifierTerm(field, text);
    if (term) terms.add(term);
  };
  add("imo", imo);
  add("mmsi", mmsi);
  add("callSigns", callSign);
  for (const container of containers) add("containers", container);
  add("flights", flight);
}

/** A place that is given by its code alone is found by its name. */
function addPlaces(places: Places, terms: Set<string>): void {
  const { scenes, origin, departure, transit, destination } = places;
  for (const place of [...scenes, origin, departure, ...transit, destination]) {
    if (!place) continue;
    const country = place.country || place.unlocode.slice(0, 2);
    addWords([portOf(place.unlocode)?.name, countryNames[country]], terms);
  }
}

/** The flight by its number, and the airports of the itinerary by their names. */
function addFlight(flag: RiskFlag, terms: Set<string>): void {
  const flight = identifierTerm("flights", flag.flight);
  if (flight) terms.add(flight);
  for (const code of itineraryOf(flag)) {
    addWords([portOf(code)?.name, countryNames[code.slice(0, 2)]], terms);
  }
}

function addDocuments(
  people: readonly { readonly documentNumber: string }[],
  terms: Set<string>,
): void {
  for (const { documentNumber } of people) {
    const term = identifierTerm("documents", documentNumber);
    if (term) terms.add(term);
  }
}
