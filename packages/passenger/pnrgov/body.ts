import { readNumber } from "../codes.ts";
import type { Segment } from "../edifact/segment.ts";
import { lookup } from "../lookup.ts";
import type { Body, BodyContent, BodyContext, StatedTotal } from "../message-body.ts";
import type { Booking } from "../model/booking.ts";
import type { Flight } from "../model/flight.ts";
import type { MessageFunction } from "../model/message.ts";
import type { Traveller } from "../model/traveller.ts";
import { namesTraveller } from "../traveller-segments.ts";
import { type BookingReader, createBookingReader } from "./booking.ts";
import { readPushedFlight } from "./itinerary.ts";

/** MSG 1225: a full push, or the PNRs that changed. */
const functions: { readonly [code: string]: MessageFunction } = { "22": "new", "141": "update" };

/**
 * Reads a PNRGOV message of the PADIS guide, 10.1 to 15.1: the head (MSG, ORG, TVL, EQN), then one PNR for
 * each SRC.
 */
export function createPnrgovBody({ preparedOn, issues, withheld }: BodyContext): Body {
  const flights: Flight[] = [];
  const bookings: Booking[] = [];
  const travellers: Traveller[] = [];
  let kind: MessageFunction | undefined;
  let statedBookings: StatedTotal | undefined;
  let open: BookingReader | undefined;
  let groupSegments = 0;

  function closeBooking(closed: boolean): void {
    if (!open) return;
    const done = open.end(closed);
    bookings.push(done.booking);
    for (const traveller of done.travellers) travellers.push(traveller);
    open = undefined;
  }

  function takeOfHead(segment: Segment): void {
    switch (segment.tag) {
      case "MSG": {
        const code = segment.at(1, 2) || segment.at(1);
        kind = lookup(functions, code);
        if (!kind) issues.add("bad-code", "1.2");
        break;
      }
      case "ORG":
      case "ERC":
        break;
      case "TVL":
        flights.push(readPushedFlight(segment, issues));
        break;
      case "EQN": {
        const stated = readNumber(segment.at(1), issues, "1.1");
        if (stated !== undefined) statedBookings = { stated, position: issues.position };
        break;
      }
      default:
        issues.add("unknown-segment");
    }
  }

  function take(segment: Segment): void {
    groupSegments += 1;
    if (segment.tag === "SRC") {
      groupSegments = 0;
      closeBooking(true);
      const flightDate = flights[0]?.legs[0]?.departure?.slice(0, 10) ?? preparedOn;
      open = createBookingReader(bookings.length, { flightDate, issues }, withheld);
    } else if (open) open.take(segment);
    else takeOfHead(segment);
  }

  function leaveOut(segment: Segment): void {
    if (namesTraveller(segment)) issues.add("lost-name");
  }

  function end(closed: boolean): BodyContent {
    closeBooking(closed);
    if (!kind) issues.addAt({ tag: "MSG", position: 2 }, "missing-segment");
    if (flights.length === 0) issues.addAt({ tag: "TVL", position: 2 }, "missing-segment");
    return {
      function: kind ?? "new",
      contacts: [],
      flights,
      bookings,
      travellers,
      ...(statedBookings && { statedBookings }),
    };
  }

  return {
    take,
    leaveOut,
    end,
    get travellers() {
      return travellers.length + (open?.travellers ?? 0);
    },
    get bookings() {
      return bookings.length + (open ? 1 : 0);
    },
    get groupSegments() {
      return groupSegments;
    },
  };
}
