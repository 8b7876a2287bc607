import type { Moment } from "../../model/flight.ts";
import type { Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";
import { countryCode } from "./country-code.ts";
import { dayOf, daysBetween, yearsBetween } from "./time.ts";

/** Full years on a day. */
export function ageOf({ birthDate }: Traveller, day: Moment | undefined): number | undefined {
  return yearsBetween(dayOf(birthDate), day?.slice(0, 10));
}

export function travellerFacts(traveller: Traveller, day: Moment | undefined): Facts["traveller"] {
  const { role, type, nationality, residence, verified, frequentTraveller } = traveller;
  return {
    role,
    type,
    age: ageOf(traveller, day),
    nationality: countryCode(nationality),
    residence: countryCode(residence),
    verified,
    frequent_flyer: frequentTraveller.length > 0,
  };
}

export function documentFacts(
  { documents }: Traveller,
  day: Moment | undefined,
): Facts["documents"] {
  return documents.map(({ type, number, issuer, nationality, issued, expires }) => ({
    type: type || undefined,
    number: number.replaceAll(" ", "") || undefined,
    issuer: countryCode(issuer),
    nationality: countryCode(nationality),
    days_valid: daysBetween(day, dayOf(expires)),
    days_since_issue: daysBetween(dayOf(issued), day),
  }));
}
