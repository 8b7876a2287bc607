import type { Flight, Leg } from "../../model/flight.ts";
import type { Facts } from "../vocabulary.ts";
import type { Surroundings } from "./surroundings.ts";
import { hourOf, weekdayOf } from "./time.ts";

/** 3227: the first arrival in the country. */
const firstArrival = "87";

/** The leg of a flight on which the border is crossed. */
export function borderLeg({ calls, legs }: Flight, { countryOf }: Surroundings): Leg | undefined {
  const arrival = calls.find(({ code }) => code === firstArrival);
  const crosses = ({ from, to }: Leg) => countryOf(from) !== countryOf(to);
  return legs.find(({ to }) => to === arrival?.place) ?? legs.find(crosses) ?? legs[0];
}

export function flightFacts(
  { carrier, number }: Flight,
  leg: Leg | undefined,
  { countryOf }: Surroundings,
): Facts["flight"] {
  return {
    carrier: carrier || undefined,
    number: number || undefined,
    from: leg?.from,
    from_country: leg && countryOf(leg.from),
    to: leg?.to,
    to_country: leg && countryOf(leg.to),
    departure_hour: hourOf(leg?.departure),
    arrival_hour: hourOf(leg?.arrival),
    arrival_weekday: weekdayOf(leg?.arrival),
  };
}
