import type { Booking } from "@talanoa/passenger/model/booking.ts";
import type { Flight } from "@talanoa/passenger/model/flight.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Traveller } from "@talanoa/passenger/model/traveller.ts";
import { countryOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import { isFlight } from "@talanoa/sharing/codes/identifiers.ts";

/** What is kept of a trip for years, and one person alone is shown: nothing by which one traveller is told from others. */
export interface TripFacts {
  /** Carrier and number: FJ411. */
  readonly flight: string;
  /** Codes of places as sent, and local times: 2026-03-11T13:30 or the date alone. */
  readonly from: string;
  readonly to: string;
  readonly departure?: string;
  readonly arrival?: string;
  readonly role: Traveller["role"];
  readonly pieces?: number;
}

/** A traveller on a flight, as a message tells it. */
export interface Trip {
  /** Texts that tell a trip, a flight, a person and a PNR on it from others; they are kept as keyed hashes alone. */
  readonly names: {
    readonly trip: string;
    /** The trip as it is told by who does not know more than PNR and name. */
    readonly seat: string;
    readonly flight: string;
    readonly person: string | null;
    readonly booking: string | null;
  };
  readonly facts: TripFacts;
  readonly identity: Traveller;
}

/** The flight or voyage of a message, as that of all on board. */
export interface Journey {
  readonly names: Pick<Trip["names"], "trip" | "flight" | "booking">;
  readonly flight: Flight;
}

/** What is kept of who travelled: enough to say who it was, and no more. */
export interface KeptIdentity extends Pick<
  Traveller,
  "name" | "birthDate" | "sex" | "nationality"
> {
  readonly documents: readonly { readonly number: string }[];
}

export function keptIdentity({
  name,
  birthDate,
  sex,
  nationality,
  documents,
}: Traveller): KeptIdentity {
  return {
    name,
    ...(birthDate && { birthDate }),
    ...(sex && { sex }),
    ...(nationality && { nationality }),
    documents: documents.map(({ number }) => ({ number })),
  };
}

/** The trips of a message: one a traveller, on the flight that the message is about. */
export function tripsOf(message: PassengerMessage): Trip[] {
  const [flight] = message.flights;
  if (!flight) return [];
  return message.travellers.map((traveller) => {
    const booking =
      traveller.booking === undefined ? undefined : message.bookings[traveller.booking];
    return tripOf(message, flight, traveller, booking);
  });
}

/** The journey of all on board, where a message is about one: its flight or voyage, and a name as trips have. */
export function journeyOf(message: PassengerMessage): Journey | undefined {
  const [flight] = message.flights;
  if (!flight) return undefined;
  const name = flightName(message, flight);
  return { names: { trip: nameOf("all on board", name), flight: name, booking: null }, flight };
}

/** The names of PNRs of a message that are cancelled as a whole, without their travellers. */
export function cancelledBookings(message: PassengerMessage): string[] {
  const [flight] = message.flights;
  // A message that was cut off may have lost what is in a PNR.
  if (!flight || !message.complete) return [];
  const name = flightName(message, flight);
  return message.bookings
    .filter(({ cancelled }) => cancelled)
    .flatMap(({ locators }) => locators.slice(0, 1).map((its) => bookingName(name, its.number)));
}

/** The names of flights that a message cancels as a whole: XF, which lists no traveller (WCO/IATA/ICAO API guide). */
export function cancelledFlights(message: PassengerMessage): string[] {
  if (message.function !== "cancel" || message.document?.identifier !== "XF") return [];
  return message.flights.slice(0, 1).map((flight) => flightName(message, flight));
}

/** Whether the travellers of a message are those who do not travel, or no longer. */
export function isOfAbsent({ function: its, document }: PassengerMessage): boolean {
  // CLNB lists who was not on board when the flight was closed (WCO/IATA/ICAO API guide).
  return its === "cancel" || (its === "close" && document?.identifier === "CLNB");
}

/** The PNR of a traveller: of the booking, or as a passenger list refers to it (AVF). */
export function locatorOf({ references }: Traveller, booking?: Booking): string | undefined {
  const referred = references.find(({ qualifier }) => qualifier === "AVF");
  return booking?.locators[0]?.number ?? referred?.value;
}

function tripOf(
  message: PassengerMessage,
  flight: Flight,
  traveller: Traveller,
  booking: Booking | undefined,
): Trip {
  const itsFlight = flightName(message, flight);
  const locator = locatorOf(traveller, booking);
  const person = personName(traveller);
  const { surname, given } = traveller.name;
  const seat = nameOf("trip", itsFlight, nameOf("seat", surname, given, locator ?? ""));
  return {
    names: {
      trip: person ? nameOf("trip", itsFlight, person) : seat,
      seat,
      flight: itsFlight,
      person,
      booking: locator ? bookingName(itsFlight, locator) : null,
    },
    facts: factsOf(flight, traveller),
    identity: traveller,
  };
}

/** Who a traveller is, across trips: by passport, or by name and day of birth; null where neither tells. */
function personName({ documents, name, birthDate }: Traveller): string | null {
  const passport = documents.find(({ type, number }) => type.startsWith("P") && number !== "");
  if (passport) {
    const { issuer = "", number } = passport;
    return nameOf("passport", countryOf(issuer) ?? issuer, number);
  }
  if (birthDate?.precision !== "day" || name.surname === "") return null;
  return nameOf("birth", name.surname, name.given, birthDate.value);
}

function bookingName(flight: string, locator: string): string {
  return nameOf("booking", flight, locator);
}

/** Flight and day, by which messages about it meet; the day of the message where it tells none of the flight. */
function flightName({ interchange }: PassengerMessage, flight: Flight): string {
  const { legs } = flight;
  const departure = legs.find((leg) => leg.departure)?.departure;
  const arrival = legs.find((leg) => leg.arrival)?.arrival;
  const at = departure ?? arrival ?? interchange.preparedAt ?? "";
  const { carrier, number } = flight;
  const designator = designatorOf(flight);
  // Numbers of voyages do not tell the vessels of one operator from those of another.
  const whose = designator === carrier + number ? "" : carrier;
  return nameOf("flight", whose + designator, at.slice(0, 10));
}

/** Carrier and number: FJ411; of a voyage, and what is no flight's, as written. */
export function designatorOf({ carrier, number, designator, vessel }: Flight): string {
  return !vessel && isFlight(carrier + number) ? carrier + number : designator;
}

function nameOf(...parts: string[]): string {
  return JSON.stringify(parts.map((part) => part.toUpperCase().replace(/\s+/g, " ").trim()));
}

function factsOf(flight: Flight, traveller: Traveller): TripFacts {
  const { legs } = flight;
  const from = traveller.embarkation ?? legs[0]?.from ?? "";
  const to = traveller.debarkation ?? legs.at(-1)?.to ?? "";
  const departs = legs.find((leg) => leg.from === from)?.departure;
  const arrives = legs.find((leg) => leg.to === to)?.arrival;
  const told = traveller.baggage.flatMap(({ pieces }) => pieces ?? []);
  return {
    flight: designatorOf(flight),
    from,
    to,
    ...(departs && { departure: departs }),
    ...(arrives && { arrival: arrives }),
    role: traveller.role,
    ...(told.length > 0 && { pieces: told.reduce((sum, pieces) => sum + pieces, 0) }),
  };
}
