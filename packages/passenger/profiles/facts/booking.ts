import type { Booking, HistoryItem } from "../../model/booking.ts";
import type { Moment } from "../../model/flight.ts";
import type { Contact, Traveller } from "../../model/traveller.ts";
import { type Facts, vocabulary } from "../vocabulary.ts";
import { countryCode } from "./country-code.ts";

/** 4025: what other services are. */
const business = { hotel: "8", car: "9" };

/** A PNR has at most 99 travellers. */
const mostTravellers = 99;

/** Whether no more travel on a booking than on real ones; others are not gone through for each of them. */
export function isOrdinary(party: readonly Traveller[]): boolean {
  return party.length <= mostTravellers;
}

export function bookingFacts(booking: Booking, party: readonly Traveller[]): Facts["booking"] {
  const { history, historyLines, otherServices, split } = booking;
  const items = history.flatMap(({ items }) => items);
  const has = (code: string) => otherServices.some((service) => service.business === code);
  const count = (action: HistoryItem["action"], what: "flight" | "name") =>
    items.filter((item) => item.action === action && item[what] !== undefined).length;
  return {
    travellers: party.length,
    split: split.length > 0,
    hotel: has(business.hotel),
    car: has(business.car),
    changes: history.length + historyLines,
    flights_added: count("added", "flight"),
    flights_cancelled: count("cancelled", "flight"),
    names_added: count("added", "name"),
    names_cancelled: count("cancelled", "name"),
  };
}

export function agencyFacts({ agency }: Booking): Facts["agency"] {
  if (!agency) return undefined;
  const { type, number, office, city, country } = agency;
  return {
    type: type || undefined,
    number: number || undefined,
    office: office || undefined,
    city: city || undefined,
    country: countryCode(country),
  };
}

export function contactFacts(contacts: readonly Contact[]): NonNullable<Facts["contacts"]> {
  return contacts.map(({ kind, value }) => ({ kind, value: comparable(kind, value) }));
}

/** Those that any of its travellers can be seen with; one more tells that there are others. */
export function sharedContacts({ contacts }: Booking): NonNullable<Facts["contacts"]> {
  return contactFacts(contacts.slice(0, vocabulary.contacts.most + 1));
}

/** When a booking was made: the earliest that any system says. */
export function bookedAt({ locators }: Booking): Moment | undefined {
  return locators.flatMap(({ createdAt }) => createdAt ?? []).sort()[0];
}

export function comparable(kind: Contact["kind"], value: string): string {
  return kind === "phone" || kind === "fax" ? value.replace(/\D/g, "") : value.toUpperCase();
}
