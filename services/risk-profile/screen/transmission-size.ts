import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Traveller } from "@talanoa/passenger/model/traveller.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";

/** Adds up all by which screening and keeping a transmission takes time and memory. */
export class TransmissionSize {
  #segments = 0;
  #travellers = 0;
  #bookings = 0;
  #names = 0;

  /** Takes a message or a part of one. Throws HubError as soon as there is more than there may be. */
  add(message: PassengerMessage): void {
    const { totals, travellers, bookings } = message;
    this.#segments += totals.segments.counted;
    this.#travellers += travellers.length;
    this.#bookings += bookings.length;
    if (this.#segments > most.segments) throw refused("transmission-segments");
    if (this.#travellers > most.travellers) throw refused("transmission-travellers");
    if (this.#bookings > most.bookings) throw refused("transmission-bookings");
    if (placesOf(message) > most.places) throw refused("transmission-places");
    for (const traveller of travellers) this.#addNames(traveller);
  }

  #addNames(traveller: Traveller): void {
    const { documents, tickets } = traveller;
    const payments = tickets.reduce((sum, ticket) => sum + ticket.payments.length, 0);
    if (documents.length + payments > most.documents) throw refused("transmission-documents");
    this.#names += subjectOf(traveller).names.length;
    if (this.#names > most.names) throw refused("transmission-names");
  }
}

/** Of the flights of a message in all, or of its longest itinerary. */
function placesOf({ flights, bookings }: PassengerMessage): number {
  const called = flights.map(({ calls, legs }) => Math.max(1, calls.length, legs.length));
  return bookings.reduce(
    (longest, { itinerary }) => Math.max(longest, itinerary.length),
    called.reduce((sum, places) => sum + places, 0),
  );
}
