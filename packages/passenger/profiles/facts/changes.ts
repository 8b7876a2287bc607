import type { Booking } from "../../model/booking.ts";
import type { Traveller } from "../../model/traveller.ts";
import { type Facts, vocabulary } from "../vocabulary.ts";
import { comparable } from "./booking.ts";
import type { Before } from "./surroundings.ts";

/** What differs from the push before; of long lists, in their beginnings that profiles see. */
export function changeFacts(
  traveller: Traveller,
  booking: Booking | undefined,
  party: readonly Traveller[],
  before: Before,
): Facts["changes"] {
  const differs = <T>(now: T | undefined, then: T | undefined, of: (from: T) => unknown) =>
    now === undefined || then === undefined
      ? undefined
      : JSON.stringify(of(now)) !== JSON.stringify(of(then));
  return {
    itinerary: differs(booking, before.booking, flights),
    documents: differs(traveller, before.traveller, documents),
    contacts: differs(
      [traveller, booking] as const,
      [before.traveller, before.booking] as const,
      ([person, booking]) => contacts(person, booking),
    ),
    payments: differs(traveller, before.traveller, payments),
    agency: differs(booking, before.booking, ({ agency }) => [agency?.number, agency?.office]),
    travellers_added: booking && notIn(party, before.party),
    travellers_removed: booking && notIn(before.party, party),
  };
}

const flights = ({ itinerary }: Booking) =>
  itinerary
    .slice(0, vocabulary.itinerary.most)
    .map(({ from, to, departure, marketing }) => [from, to, departure, marketing]);

const documents = ({ documents }: Traveller) =>
  documents.map(({ type, number, issuer }) => JSON.stringify([type, number, issuer])).sort();

const contacts = (traveller: Traveller, booking: Booking | undefined) =>
  [...traveller.contacts, ...(booking?.contacts ?? []).slice(0, vocabulary.contacts.most)]
    .map(({ kind, value }) => comparable(kind, value))
    .sort();

const payments = ({ tickets }: Traveller) =>
  tickets.flatMap(({ payments }) =>
    payments.map(({ form, account, payer }) => [form, account, payer]),
  );

/** How many of some persons are not among others, by name and date of birth. */
function notIn(some: readonly Traveller[], others: readonly Traveller[]): number {
  const known = new Set(others.map(person));
  return some.filter((traveller) => !known.has(person(traveller))).length;
}

function person({ name, birthDate }: Traveller): string {
  return JSON.stringify([name.surname, name.given, birthDate?.value]);
}
