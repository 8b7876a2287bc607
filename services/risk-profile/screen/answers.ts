import type {
  MessageIssue,
  ScreenedFlight,
  ScreenedMessage,
  WaitingPart,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type Issue, issueOf as passengerIssue } from "@talanoa/passenger/issue.ts";
import type { Flight } from "@talanoa/passenger/model/flight.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { PartChanges } from "../parts/waiting-parts.ts";
import { designatorOf } from "../trips/trip.ts";

/** Issues of one message in an answer; a broken message has one for each of its segments. */
const ISSUES = 100;

/** What a sender is told of a message: what was understood and what was not, and no value of it but flights. */
export function answerOf(message: PassengerMessage): Init<ScreenedMessage> {
  const { kind, type, function: its, complete, flights, travellers, bookings, issues } = message;
  return {
    kind,
    type,
    function: its,
    complete,
    flights: flights.map(flightOf),
    travellers: travellers.length,
    bookings: bookings.length,
    issues: issues.slice(0, ISSUES).map(issueOf),
    furtherIssues: Math.max(0, issues.length - ISSUES),
  };
}

export function issueOf({
  severity,
  code,
  text,
  segment,
  position,
  element = "",
}: Issue): Init<MessageIssue> {
  return { severity, code, text, segment, position, element };
}

/** The parts of a transmission that wait for others, each for so many milliseconds since the first came. */
export function waitingOf({ waiting }: PartChanges, lifetime: number): Init<WaitingPart>[] {
  return waiting
    .filter(({ row }) => !row.repeats)
    .map(({ message: { kind, type }, row: { part, waits_since: since } }) => ({
      kind,
      type,
      part,
      until: since + lifetime,
    }));
}

/** An issue for each part that says what was screened already: it waits only in case that the message is sent anew. */
export function repeatedParts({ waiting }: PartChanges): Issue[] {
  return waiting
    .filter(({ row }) => row.repeats)
    .map(() => passengerIssue("repeated-part", { tag: "UNH", position: 1 }));
}

function flightOf(flight: Flight): Init<ScreenedFlight> {
  return {
    flight: designatorOf(flight),
    legs: flight.legs.map(({ from, to, departure = "", arrival = "" }) => ({
      from,
      to,
      departure,
      arrival,
    })),
  };
}
