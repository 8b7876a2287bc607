import {
  type Place,
  type Places,
  type RiskFlag,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { isCountry } from "../codes/countries.ts";
import { subRegionOf } from "../codes/sub-regions.ts";
import { countriesOf, itineraryOf } from "./itinerary.ts";

/** The countries (ISO 3166 alpha-2) and sub-regions that a notice concerns, both sorted. */
export interface Concerned {
  readonly countries: string[];
  readonly regions: string[];
}

/**
 * Derives from the places and the route, and from the itinerary of a risk flag, whom a notice concerns.
 *
 * Only what the signed places say in codes counts, so that every reader of any age derives the
 * same: names are turned into countries when a notice is composed, by the table of that day.
 */
export function concerned(
  sections: Iterable<{ readonly type: number; readonly body: unknown }>,
): Concerned {
  const countries = new Set<string>();
  for (const { type, body } of sections) {
    if (body === null) continue;
    for (const country of countriesIn(type, body)) countries.add(country);
  }
  const regions = new Set<string>();
  for (const country of countries) {
    const region = subRegionOf(country);
    if (region) regions.add(region);
  }
  return { countries: [...countries].sort(), regions: [...regions].sort() };
}

/** The country of a place: as given, else as its UN/LOCODE says. */
export function countryOf(place: Init<Place>): string | undefined {
  const code = place.country || place.unlocode?.slice(0, 2);
  return code && isCountry(code) ? code : undefined;
}

function countriesIn(type: number, body: unknown): Iterable<string> {
  switch (type) {
    case SectionType.PLACES:
      return placesOf(body as Init<Places>).flatMap((place) => countryOf(place) ?? []);
    case SectionType.RISK_FLAG:
      return countriesOf(itineraryOf(body as Init<RiskFlag>));
    default:
      return [];
  }
}

function placesOf(places: Init<Places>): Init<Place>[] {
  const { scenes = [], origin, departure, transit = [], destination } = places;
  return [...scenes, origin, departure, ...transit, destination].filter((place) => place != null);
}
