import { readNumber } from "../codes.ts";
import type { Segment } from "../edifact/segment.ts";
import { plainNumber } from "../flight-number.ts";
import type { Issues } from "../issue.ts";
import type { ItineraryLeg, OtherService } from "../model/booking.ts";
import type { Draft } from "../model/draft.ts";
import type { Flight } from "../model/flight.ts";
import { readTimes } from "./times.ts";

/** TVL of level 0: the flight that a push is about. */
export function readPushedFlight(segment: Segment, issues: Issues): Flight {
  const times = readTimes(segment, issues);
  const [from, to] = [segment.at(2), segment.at(3)];
  if (from === "" || to === "") issues.add("unpaired-place", "2.1");
  return {
    ...marketing(segment),
    designator: segment.at(4) + segment.at(5),
    stage: "",
    calls: [],
    legs: [{ from, to, ...times }],
  };
}

/** TVL of group 5: a leg of an itinerary. */
export function readLeg(segment: Segment, issues: Issues): Draft<ItineraryLeg> {
  const [number, operator] = [segment.at(5), segment.at(4, 2)];
  return {
    kind: number === "ARNK" ? "surface" : number === "OPEN" ? "open" : "flight",
    from: segment.at(2),
    to: segment.at(3),
    ...readTimes(segment, issues),
    marketing: marketing(segment),
    ...(operator && { operating: { carrier: operator, number: "" } }),
    bookingClass: segment.at(5, 2),
    locators: [],
  };
}

/** A second TVL of a code-share has nothing but the operating flight: `TVL+++++972:M`. */
export function isOperatingFlight(segment: Segment): boolean {
  const hasPlaces = segment.at(2) !== "" || segment.at(3) !== "";
  return !hasPlaces && segment.at(1) === "" && /^\d{1,4}[A-Z]?$/.test(segment.at(5));
}

/** Takes the operating flight from the second TVL of a code-share. */
export function takeOperatingFlight(leg: Draft<ItineraryLeg>, segment: Segment): void {
  const carrier = segment.at(4, 2) || segment.at(4) || leg.operating?.carrier;
  leg.operating = { carrier: carrier || leg.marketing.carrier, number: plainNumber(segment.at(5)) };
}

/** TRA: who flies a leg where another sells it. */
export function takeOperator(leg: Draft<ItineraryLeg>, segment: Segment): void {
  leg.operating = { carrier: segment.at(1), number: plainNumber(segment.at(2)) };
}

/** RPI: for how many travellers a leg is booked, and how it stands. */
export function takeStatus(leg: Draft<ItineraryLeg>, segment: Segment, issues: Issues): void {
  const quantity = readNumber(segment.at(1), issues, "1.1");
  if (quantity !== undefined) leg.quantity = quantity;
  const status = segment.at(2);
  if (status === "") return;
  // A longer one has swallowed the next segment, whose tag follows it.
  if (!/^[A-Z]{1,2}$/.test(status)) issues.add("bad-code", "2.1");
  leg.status = status.slice(0, 2);
}

/** TVL of group 9: a service that is no flight. `business` is 4025. */
export function readOtherService(segment: Segment, business: string, issues: Issues): OtherService {
  const { departure, arrival } = readTimes(segment, issues);
  return {
    business,
    from: segment.at(2),
    to: segment.at(3),
    ...(departure && { begins: departure }),
    ...(arrival && { ends: arrival }),
    supplier: segment.at(4),
    reference: segment.element(5),
    place: segment.element(2),
  };
}

function marketing(segment: Segment) {
  return { carrier: segment.at(4), number: plainNumber(segment.at(5)) };
}
