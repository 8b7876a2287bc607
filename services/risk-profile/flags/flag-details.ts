import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { designatorOf, type Journey, locatorOf, type Trip } from "../trips/trip.ts";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import type { NamedAs } from "@talanoa/passenger/watchlist/named-things.ts";
import { countryOf } from "@talanoa/passenger/watchlist/subject-of.ts";

/** Whom of a list a traveller, a vessel or a company may be, and what said so. */
export interface ListMatch {
  readonly entry: string;
  /** Persons where it is not told: of a flag from before there were others. */
  readonly kind?: ListEntry["kind"];
  /** As what a vessel or company is named in the message, and how. */
  readonly named?: { readonly as: NamedAs; readonly text: string };
  readonly listedName: string;
  readonly evidence: readonly { readonly field: string; readonly finding: string }[];
}

/** What an officer is shown of a flag, and what a notice about it is made of. Kept sealed. */
export interface FlagDetails {
  /** SHA-256 of the transmission, hexadecimal. */
  readonly digest: string;
  readonly flight: string;
  /** Codes of places as sent. */
  readonly from: string;
  readonly to: string;
  /** Airports of the whole journey, in order. */
  readonly itinerary: readonly string[];
  /** Airports after this flight, in order, as far as the messages tell. */
  readonly onward: readonly string[];
  /** Local: YYYY-MM-DDTHH:MM or the date alone. */
  readonly departure?: string;
  readonly arrival?: string;
  /** Null where all on board are concerned. */
  readonly traveller: FlaggedTraveller | null;
  /** Codes of packages/sharing/codes/risk-reasons.ts. */
  readonly reasons: readonly string[];
  /** Null where a profile found the traveller. */
  readonly match: ListMatch | null;
}

export interface FlaggedTraveller {
  readonly surname: string;
  readonly given: string;
  readonly birthDate?: string;
  readonly sex?: string;
  /** ISO 3166-1 alpha-2. */
  readonly nationality?: string;
  readonly document?: { readonly type: string; readonly number: string; readonly issuer?: string };
  readonly seat?: string;
  readonly bags?: number;
  readonly locator?: string;
}

export function flagDetails(
  message: PassengerMessage,
  trip: Trip,
  { reasons, match }: Pick<FlagDetails, "reasons" | "match">,
  digest: Buffer,
): FlagDetails {
  const { flight, from, to, departure, arrival } = trip.facts;
  return {
    digest: digest.toString("hex"),
    flight,
    from,
    to,
    itinerary: itineraryOf(message, trip),
    onward: onwardOf(message, trip),
    ...(departure && { departure }),
    ...(arrival && { arrival }),
    traveller: flaggedTraveller(message, trip),
    reasons,
    match,
  };
}

/** Of a flag that concerns all on board. */
export function journeyDetails(
  { flight }: Journey,
  { reasons, match }: Pick<FlagDetails, "reasons" | "match">,
  digest: Buffer,
): FlagDetails {
  const { legs } = flight;
  const departure = legs[0]?.departure;
  const arrival = legs.at(-1)?.arrival;
  return {
    digest: digest.toString("hex"),
    flight: designatorOf(flight),
    from: legs[0]?.from ?? "",
    to: legs.at(-1)?.to ?? "",
    itinerary: [...new Set(legs.flatMap(({ from, to }) => [from, to]))],
    onward: [],
    ...(departure && { departure }),
    ...(arrival && { arrival }),
    traveller: null,
    reasons,
    match,
  };
}

/** The airports of the booking, or of the flight where there is none. */
function itineraryOf(message: PassengerMessage, trip: Trip): string[] {
  const { identity, facts } = trip;
  const stops = legsOf(message, trip).flatMap((leg) => [leg.from, leg.to]);
  const all = [...stops, facts.from, facts.to, identity.debarkation ?? ""];
  return [...new Set(all)].filter((place) => place !== "");
}

/** Where the booking goes on to from where this flight lands; a place that is left again before is not in it. */
function onwardOf(message: PassengerMessage, trip: Trip): string[] {
  const { facts, identity } = trip;
  const legs = legsOf(message, trip);
  const begin = legs.findIndex(
    ({ from, departure = "" }) =>
      from === facts.from && (facts.departure ?? "").startsWith(departure.slice(0, 10)),
  );
  const end = legs.findIndex(({ to }, place) => place >= begin && to === facts.to);
  const after = begin < 0 || end < 0 ? [] : legs.slice(end + 1).map(({ to }) => to);
  const places = [...new Set([...after, identity.debarkation ?? ""])];
  return places.filter((place) => ![facts.from, facts.to, ""].includes(place));
}

/** The legs of the booking, or of the flight where there is none. */
function legsOf({ bookings, flights }: PassengerMessage, { identity }: Trip) {
  const booking = identity.booking === undefined ? undefined : bookings[identity.booking];
  const legs = (booking?.itinerary ?? []).filter(({ kind }) => kind === "flight");
  return legs.length > 0 ? legs : (flights[0]?.legs ?? []);
}

function flaggedTraveller(
  { bookings }: PassengerMessage,
  { identity, facts }: Trip,
): FlaggedTraveller {
  const { name, documents, birthDate, sex, nationality, seats, booking } = identity;
  const document = documents.find(({ number }) => number !== "");
  const issuer = countryOf(document?.issuer);
  const country = countryOf(nationality);
  const locator = locatorOf(identity, booking === undefined ? undefined : bookings[booking]);
  return {
    surname: name.surname,
    given: [name.given, name.middle].filter((part) => part !== "").join(" "),
    ...(birthDate && { birthDate: birthDate.value }),
    ...(sex && { sex }),
    ...(country && { nationality: country }),
    ...(document && {
      document: { type: document.type, number: document.number, ...(issuer && { issuer }) },
    }),
    ...(seats[0] && { seat: seats[0].seat }),
    ...(facts.pieces !== undefined && { bags: facts.pieces }),
    ...(locator && { locator }),
  };
}
