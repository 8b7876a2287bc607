import { readNumber } from "../codes.ts";
import type { Segment } from "../edifact/segment.ts";
import { plainNumber } from "../flight-number.ts";
import type { Issues } from "../issue.ts";
import { lookup } from "../lookup.ts";
import type { ItineraryLeg } from "../model/booking.ts";
import type { Draft } from "../model/draft.ts";
import type { Moment } from "../model/flight.ts";
import type { BagTag, Baggage, CheckIn } from "../model/traveller.ts";
import { readPnrName } from "../person-name.ts";

/** A check-in while it is read, with the traveller's reference that TRI names. */
export type OpenCheckIn = Omit<Draft<CheckIn>, "baggage"> & {
  baggage?: Draft<Baggage>;
  namedReference: string;
};

/** TRI: begins a traveller's check-in on a leg. */
export function beginCheckIn(
  leg: ItineraryLeg,
  segment: Segment | undefined,
  at: Moment | undefined,
  { position }: Issues,
): OpenCheckIn {
  const { marketing, from, to } = leg;
  return {
    ...marketing,
    from,
    to,
    sequence: segment?.at(2) ?? "",
    ...(at && { at }),
    reference: "",
    namedReference: segment?.at(2, 4) ?? "",
    position,
  };
}

export function takeCheckInName(checkIn: OpenCheckIn, segment: Segment): void {
  checkIn.name = readPnrName(segment.at(1), segment.at(2));
  checkIn.reference = segment.at(2, 3);
}

/** SSD: the seat given. */
export function takeCheckInSeat(checkIn: OpenCheckIn, segment: Segment): void {
  const [seat, cabin] = [segment.at(1), segment.at(5)];
  if (seat) checkIn.seat = plainNumber(seat);
  if (cabin) checkIn.cabin = cabin;
}

const units: { readonly [code: string]: "kg" | "lb" } = { "700": "kg", "701": "lb" };

/** TBD: pieces, weight and unit; head or member of a pool; then the tags. */
export function readBaggage(segment: Segment, issues: Issues): Draft<Baggage> {
  const pieces = readNumber(segment.at(2), issues, "2.1");
  const weight = readNumber(segment.at(2, 2), issues, "2.2");
  const unit = lookup(units, segment.at(2, 3));
  const pooled = [3, 4].find((element) => ["HP", "MP"].includes(segment.at(element)));
  const poolTicket = pooled === undefined ? "" : segment.at(pooled, 2);
  return {
    ...(pieces !== undefined && { pieces }),
    ...(weight !== undefined && { weight }),
    ...(unit && weight !== undefined && { unit }),
    ...(pooled && { pool: segment.at(pooled) === "HP" ? ("head" as const) : ("member" as const) }),
    ...(poolTicket && { poolTicket }),
    tags: readTags(segment, issues),
  };
}

function readTags(segment: Segment, issues: Issues): BagTag[] {
  const tags: BagTag[] = [];
  for (let element = 5; element <= segment.elements; element++) {
    const number = segment.at(element, 2).replace(/\s/g, "");
    if (number === "") continue;
    const count = readNumber(segment.at(element, 3), issues, `${element}.3`) ?? 1;
    const destination = segment.at(element, 4);
    tags.push({ carrier: segment.at(element), number, count, ...(destination && { destination }) });
  }
  return tags;
}
