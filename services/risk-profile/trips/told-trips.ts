import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { isPush } from "./pushes.ts";
import {
  cancelledBookings,
  cancelledFlights,
  isOfAbsent,
  type Journey,
  journeyOf,
  type Trip,
  tripsOf,
} from "./trip.ts";

/** What messages say of trips, one after the other: what a later one says counts. */
interface ToldTrips {
  /** By their names. */
  readonly told: ReadonlyMap<string, Trip>;
  /** Names of the journeys of all on board. */
  readonly journeys: ReadonlySet<string>;
  /** Names of the trips that a booking tells. */
  readonly pushed: ReadonlySet<string>;
  /** Names of trips, of PNRs on a flight and of flights that are not to be; a trip of them may be told again after that. */
  readonly absent: ReadonlySet<string>;
  readonly cancelled: ReadonlySet<string>;
  readonly cancelledFlights: ReadonlySet<string>;
  /** Names of PNRs that are told in full. */
  readonly inFull: ReadonlySet<string>;
}

type Names = Pick<Trip["names"], "flight" | "booking">;

/** Something that a message told, and which of them it was. */
interface Told<T extends { readonly names: Names }> {
  readonly of: T;
  readonly place: number;
}

export function toldTrips(messages: readonly PassengerMessage[]): ToldTrips {
  const told = new Map<string, Told<Trip>>();
  const journeys = new Map<string, Told<Journey>>();
  const [pushed, absent, inFull] = [new Set<string>(), new Set<string>(), new Set<string>()];
  /** By the last of the messages that cancels them. */
  const cancelled = new Map<string, number>();
  const flights = new Map<string, number>();
  for (const [place, message] of messages.entries()) {
    const journey = journeyOf(message);
    if (journey && !isOfAbsent(message)) journeys.set(journey.names.trip, { of: journey, place });
    for (const trip of tripsOf(message)) takeTrip(message, trip, place);
    for (const name of cancelledBookings(message)) cancelled.set(name, place);
    for (const name of cancelledFlights(message)) flights.set(name, place);
  }

  function takeTrip(message: PassengerMessage, of: Trip, place: number): void {
    const { trip, booking } = of.names;
    if (isOfAbsent(message)) {
      told.delete(trip);
      absent.add(trip);
      return;
    }
    told.set(trip, { of, place });
    if (!isPush(message)) return;
    pushed.add(trip);
    if (message.complete && booking !== null) inFull.add(booking);
  }

  return {
    told: new Map([...told].filter(([, its]) => stands(its)).map(([name, { of }]) => [name, of])),
    journeys: new Set([...journeys].filter(([, its]) => stands(its)).map(([name]) => name)),
    pushed,
    absent,
    cancelled: new Set(cancelled.keys()),
    cancelledFlights: new Set(flights.keys()),
    inFull,
  };

  /** Whether neither its own message nor a later one cancels it. */
  function stands({ of: { names }, place }: Told<Journey | Trip>): boolean {
    const last = Math.max(
      flights.get(names.flight) ?? -1,
      cancelled.get(names.booking ?? "") ?? -1,
    );
    return last < place;
  }
}
