import type { Leg } from "@talanoa/passenger/model/flight.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Traveller } from "@talanoa/passenger/model/traveller.ts";
import { type Json, messageJson } from "../json.ts";

type JsonObject = { [field: string]: Json };

/** A message for programs: what it is, its flights, PNRs and travellers, and what is wrong with it. */
export function readMessageJson(message: PassengerMessage): JsonObject {
  const { kind, function: what, complete, travellers, issues, withheld, ...rest } = message;
  return {
    kind,
    function: what,
    complete,
    ...messageJson(rest),
    travellers: travellers.map((traveller) => travellerJson(message, traveller)),
    // By the names of the rules, which are no fields.
    withheld: { ...withheld },
    issues: issues.map((issue) => messageJson(issue)),
  };
}

function travellerJson(message: PassengerMessage, traveller: Traveller): JsonObject {
  const { name, sex, birthDate, nationality, documents, ...rest } = traveller;
  return {
    surname: name.surname,
    given_names: [name.given, name.middle].filter((part) => part !== "").join(" "),
    titles: [...name.titles],
    name_as_sent: messageJson(name.raw),
    sex: sex ?? null,
    date_of_birth: birthDate?.value ?? null,
    nationality: nationality ?? null,
    documents: documents.map((document) => messageJson(document)),
    legs: legsOf(message, traveller).map((leg) => messageJson(leg)),
    ...messageJson(rest),
  };
}

/** Where a traveller goes: as booked, or as the flight does from where the traveller boards. */
export function legsOf(message: PassengerMessage, traveller: Traveller): readonly Leg[] {
  const booking = traveller.booking === undefined ? null : message.bookings[traveller.booking];
  if (booking && booking.itinerary.length > 0) return booking.itinerary;
  const legs = message.flights.flatMap((flight) => flight.legs);
  const from = legs.findIndex((leg) => leg.from === traveller.embarkation);
  const to = legs.findLastIndex((leg) => leg.to === traveller.debarkation);
  return legs.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
}
