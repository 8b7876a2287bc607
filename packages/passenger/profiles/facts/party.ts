import type { Moment } from "../../model/flight.ts";
import type { Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";
import { countryCode } from "./country-code.ts";
import { ageOf } from "./traveller.ts";

const adultFrom = 18;
const childFrom = 2;

/** By age, and by what the booking has them as where the age is not known. */
function groupOf(traveller: Traveller, day: Moment | undefined): Traveller["type"] {
  const age = ageOf(traveller, day);
  if (age === undefined) return traveller.type;
  if (age >= adultFrom) return "adult";
  return age >= childFrom ? "child" : "infant";
}

export function partyFacts(party: readonly Traveller[], day: Moment | undefined): Facts["party"] {
  const groups = party.map((traveller) => groupOf(traveller, day));
  const known = groups.every((group) => group !== undefined && group !== "group");
  const count = (wanted: Traveller["type"]) =>
    known ? groups.filter((group) => group === wanted).length : undefined;
  const nationalities = party.flatMap(({ nationality }) => countryCode(nationality) ?? []);
  return {
    size: party.length,
    adults: count("adult"),
    children: count("child"),
    infants: count("infant"),
    nationalities: [...new Set(nationalities)],
  };
}
