import type { Booking } from "../../model/booking.ts";
import type { Leg } from "../../model/flight.ts";
import type { PassengerMessage } from "../../model/message.ts";
import type { Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";
import { bagFacts } from "./bags.ts";
import {
  agencyFacts,
  bookedAt,
  bookingFacts,
  contactFacts,
  isOrdinary,
  sharedContacts,
} from "./booking.ts";
import { changeFacts } from "./changes.ts";
import { borderLeg, flightFacts } from "./flight.ts";
import { itineraryFacts, routeFacts } from "./itinerary.ts";
import { partyFacts } from "./party.ts";
import { paymentFacts } from "./payments.ts";
import type { Surroundings } from "./surroundings.ts";
import { timingFacts } from "./timing.ts";
import { documentFacts, travellerFacts } from "./traveller.ts";

/** What a message says of each of its travellers, in their order. Nothing is worked out before it is asked for. */
export function factsOfMessage(message: PassengerMessage, surroundings: Surroundings): Facts[] {
  const [flight] = message.flights;
  const border = flight && borderLeg(flight, surroundings);
  const flown = once(() => flight && flightFacts(flight, border, surroundings));
  const parties = message.bookings.map((): Traveller[] => []);
  for (const traveller of message.travellers) parties[traveller.booking ?? -1]?.push(traveller);
  const shared = message.bookings.map((booking, index) =>
    sharedFacts(booking, parties[index]!, border, surroundings),
  );
  const unbooked = sharedFacts(undefined, [], border, surroundings);
  return message.travellers.map(
    (traveller) =>
      new TravellerFacts(
        traveller,
        flown,
        shared[traveller.booking ?? -1] ?? unbooked,
        border,
        surroundings,
      ),
  );
}

type Shared = ReturnType<typeof sharedFacts>;

/** What all who travel on one booking have in common. */
function sharedFacts(
  booking: Booking | undefined,
  party: readonly Traveller[],
  border: Leg | undefined,
  surroundings: Surroundings,
) {
  return {
    of: booking,
    members: party,
    booking: once(() => booking && bookingFacts(booking, party)),
    itinerary: once(() => booking && itineraryFacts(booking, surroundings)),
    route: once(() => booking && routeFacts(booking, border, surroundings)),
    agency: once(() => booking && agencyFacts(booking)),
    contacts: once(() => (booking ? sharedContacts(booking) : [])),
    bookedAt: once(() => booking && bookedAt(booking)),
    party: once(() => booking && partyFacts(party, border?.departure)),
  };
}

class TravellerFacts implements Facts {
  readonly #traveller: Traveller;
  readonly #flight: () => Facts["flight"];
  readonly #shared: Shared;
  readonly #border: Leg | undefined;
  readonly #surroundings: Surroundings;

  constructor(
    traveller: Traveller,
    flight: () => Facts["flight"],
    shared: Shared,
    border: Leg | undefined,
    surroundings: Surroundings,
  ) {
    this.#traveller = traveller;
    this.#flight = flight;
    this.#shared = shared;
    this.#border = border;
    this.#surroundings = surroundings;
  }

  get traveller() {
    return travellerFacts(this.#traveller, this.#border?.departure);
  }

  get flight() {
    return this.#flight();
  }

  get documents() {
    return documentFacts(this.#traveller, this.#border?.departure);
  }

  get booking() {
    return this.#shared.booking();
  }

  get itinerary() {
    return this.#shared.itinerary();
  }

  get route() {
    return this.#shared.route();
  }

  get bags() {
    return bagFacts(this.#traveller);
  }

  get payments() {
    return paymentFacts(this.#traveller);
  }

  get agency() {
    return this.#shared.agency();
  }

  get contacts() {
    return [...contactFacts(this.#traveller.contacts), ...this.#shared.contacts()];
  }

  get timing() {
    const { of, bookedAt } = this.#shared;
    return timingFacts(this.#traveller, of, bookedAt(), this.#border, this.#surroundings);
  }

  get party() {
    return this.#shared.party();
  }

  get changes() {
    const { of, members } = this.#shared;
    if (!isOrdinary(members)) return undefined;
    const before = this.#surroundings.before?.(this.#traveller);
    return before && changeFacts(this.#traveller, of, members, before);
  }

  get history() {
    return this.#surroundings.history?.(this.#traveller);
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
