import type { Booking, ItineraryLeg } from "../../model/booking.ts";
import type { Leg } from "../../model/flight.ts";
import type { Facts } from "../vocabulary.ts";
import type { Surroundings } from "./surroundings.ts";
import { hoursBetween } from "./time.ts";

export function itineraryFacts(
  { itinerary }: Booking,
  { countryOf }: Surroundings,
): Facts["itinerary"] {
  return itinerary.map((leg, index) => ({
    kind: leg.kind,
    carrier: leg.marketing.carrier || undefined,
    operating_carrier: (leg.operating ?? leg.marketing).carrier || undefined,
    number: leg.marketing.number || undefined,
    from: leg.from || undefined,
    from_country: countryOf(leg.from),
    to: leg.to || undefined,
    to_country: countryOf(leg.to),
    class: leg.bookingClass || undefined,
    status: leg.status,
    hours_to_next: hoursBetween(leg.arrival, itinerary[index + 1]?.departure),
  }));
}

export function routeFacts(
  { itinerary }: Booking,
  border: Leg | undefined,
  { countryOf }: Surroundings,
): Facts["route"] {
  const flights = itinerary.filter(({ kind }) => kind !== "surface");
  const calls = flights.flatMap(({ from, to }) => [from, to]).map((place) => countryOf(place));
  const [first, last] = [calls[0], calls.at(-1)];
  const known = calls.every((country) => country !== undefined);
  return {
    legs: flights.length,
    one_way: first === undefined || last === undefined ? undefined : first !== last,
    first_country: first,
    last_country: last,
    countries: known ? [...new Set(calls)] : undefined,
    stay_hours: stayHours(flights, border, countryOf),
  };
}

function stayHours(
  flights: readonly ItineraryLeg[],
  border: Leg | undefined,
  countryOf: Surroundings["countryOf"],
): number | undefined {
  if (!border?.arrival) return undefined;
  const country = countryOf(border.to);
  const leaves = flights.find(
    ({ from, to, departure }) =>
      departure !== undefined &&
      departure > border.arrival! &&
      countryOf(from) === country &&
      countryOf(to) !== country,
  );
  return hoursBetween(border.arrival, leaves?.departure);
}
