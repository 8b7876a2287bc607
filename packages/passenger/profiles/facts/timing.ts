import type { Booking } from "../../model/booking.ts";
import type { Leg, Moment } from "../../model/flight.ts";
import type { Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";
import type { Surroundings } from "./surroundings.ts";
import { hoursBetween, toUtc } from "./time.ts";

/** Departures are local, what bookings are stamped with is UTC. */
export function timingFacts(
  { tickets }: Traveller,
  booking: Booking | undefined,
  booked: Moment | undefined,
  border: Leg | undefined,
  { countryOf }: Surroundings,
): Facts["timing"] {
  const departure = border && toUtc(border.departure, countryOf(border.from));
  const ticketed = tickets.flatMap(({ issued }) => issued ?? []).sort()[0] ?? booking?.ticketedAt;
  return {
    hours_booked: hoursBetween(booked, departure),
    hours_ticketed: hoursBetween(ticketed, departure),
    hours_changed: hoursBetween(booking?.changedAt, departure),
  };
}
