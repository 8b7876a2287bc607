import { readNumber } from "../codes.ts";
import type { DateContext } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import { lookup } from "../lookup.ts";
import { type Booking, newBooking } from "../model/booking.ts";
import type { Moment } from "../model/flight.ts";
import type { Traveller } from "../model/traveller.ts";
import { readPnrName } from "../person-name.ts";
import type { Withheld } from "../privacy/withheld.ts";
import {
  type OpenCheckIn,
  beginCheckIn,
  readBaggage,
  takeCheckInName,
  takeCheckInSeat,
} from "./check-in.ts";
import { readAddress, readOtherInformation } from "./contacts.ts";
import { createHistoryReader } from "./history.ts";
import {
  isOperatingFlight,
  readLeg,
  readOtherService,
  takeOperatingFlight,
  takeOperator,
  takeStatus,
} from "./itinerary.ts";
import { readAgency, readLocators } from "./locators.ts";
import { People, takeFromDocuments } from "./people.ts";
import { readRequest } from "./request-text.ts";
import { createRequestReader } from "./requests.ts";
import { readPayments, readTicket, takeAmounts, takePayer } from "./tickets.ts";
import { readStamp } from "./times.ts";
import { readTravellers } from "./traveller.ts";

/** Where in a PNR the segments are: the groups of the guide, by what they are about. */
type Group =
  | "booking"
  | "traveller"
  | "ticket"
  | "leg"
  | "check-in"
  | "split"
  | "other-service"
  | "history";

/** Reads the segments of one PNR, from SRC to the next. */
export interface BookingReader {
  take(segment: Segment): void;
  readonly travellers: number;
  /** `closed`: by the next SRC or UNT; else segments of it may be lost. */
  end(closed: boolean): { readonly booking: Booking; readonly travellers: readonly Traveller[] };
}

type Handler = (segment: Segment) => void;

/** Fares, taxes and the like, of which nothing is kept. */
const notKept = new Set(["EBD", "FAR", "PTK", "TXD", "ERC"]);

export function createBookingReader(
  index: number,
  context: DateContext,
  withheld: Withheld,
): BookingReader {
  const { issues } = context;
  const booking = newBooking(issues.position);
  const people = new People();
  const requests = createRequestReader(booking, people, context, withheld);
  const history = createHistoryReader(booking.history, issues, withheld);
  let group: Group = "booking";
  let business = "";
  let checkIn: OpenCheckIn | undefined;
  let checkedInAt: Moment | undefined;

  const traveller = () => people.travellers.at(-1);
  const ticket = () => traveller()?.tickets.at(-1);
  const leg = () => booking.itinerary.at(-1);
  const inTraveller = () => (group === "traveller" || group === "ticket" ? traveller() : undefined);

  function closeCheckIn(): void {
    if (!checkIn) return;
    const { namedReference, ...rest } = checkIn;
    const found =
      (rest.reference && people.find(rest.reference)) ||
      (rest.name && people.findByName(rest.name)) ||
      people.find(namedReference);
    if (found) {
      found.checkIns.push(rest);
      const { seat, cabin, from, to } = rest;
      const assigned = { from, to, status: "assigned" as const, code: "SSD" };
      if (seat) found.seats.push({ seat, ...assigned, ...(cabin && { cabin }) });
      if (rest.baggage) found.baggage.push(rest.baggage);
    } else issues.addAt({ tag: "TRI", position: rest.position }, "unknown-traveller");
    checkIn = undefined;
  }

  function openCheckIn(segment?: Segment): void {
    closeCheckIn();
    const on = leg();
    if (!on) {
      issues.add("unknown-segment");
      return;
    }
    group = "check-in";
    checkIn = beginCheckIn(on, segment, checkedInAt, issues);
  }

  /** With a flight, a name says who is checked in; one that nobody has is a traveller out of place. */
  function isCheckIn(segment: Segment): boolean {
    if (group === "check-in") return true;
    if (group !== "leg") return false;
    const reference = segment.at(2, 3);
    const named = readPnrName(segment.at(1), segment.at(2));
    const known = reference === "" ? undefined : people.find(reference);
    return (known ?? people.findByName(named)) !== undefined;
  }

  function takeTraveller(segment: Segment): void {
    if (isCheckIn(segment)) {
      if (!checkIn || checkIn.name) openCheckIn();
      if (checkIn) takeCheckInName(checkIn, segment);
      return;
    }
    group = "traveller";
    for (const each of readTravellers(segment, issues)) people.add(each);
  }

  function takeProduct(segment: Segment): void {
    closeCheckIn();
    if (group === "other-service") {
      booking.otherServices.push(readOtherService(segment, business, issues));
      return;
    }
    const before = leg();
    group = "leg";
    checkedInAt = undefined;
    if (before && isOperatingFlight(segment)) takeOperatingFlight(before, segment);
    else booking.itinerary.push(readLeg(segment, issues));
  }

  function takeDates(segment: Segment): void {
    const open = ticket();
    if (group === "ticket" && open) {
      const issued = readStamp(segment, "710", issues);
      if (issued) open.issued = issued;
    } else if (group === "leg" || group === "check-in") {
      closeCheckIn();
      group = "check-in";
      checkedInAt = readStamp(segment, "2", issues);
    } else {
      const changedAt = readStamp(segment, "700", issues);
      const ticketedAt = readStamp(segment, "710", issues);
      if (changedAt) booking.changedAt = changedAt;
      if (ticketedAt) booking.ticketedAt = ticketedAt;
    }
  }

  function takeText(segment: Segment): void {
    const kind = segment.at(1, 2);
    const open = ticket();
    // 15: how a fare was calculated.
    if (kind === "15") return;
    if (kind === "43" && group === "ticket" && open) {
      takePayer(open, segment, withheld);
      return;
    }
    const contact = readOtherInformation(segment, withheld, issues);
    if (contact) (inTraveller()?.contacts ?? booking.contacts).push(contact);
  }

  function takeLocators(segment: Segment): void {
    const locators = readLocators(segment, issues);
    const of = { leg: leg(), "check-in": leg(), split: booking.split.at(-1) };
    const target = group in of ? of[group as keyof typeof of] : booking;
    target?.locators.push(...locators);
  }

  const handlers: { readonly [tag: string]: Handler } = {
    RCI: takeLocators,
    TIF: takeTraveller,
    TVL: takeProduct,
    DAT: takeDates,
    IFT: takeText,
    TRI: openCheckIn,
    SSR: (segment) => requests.take(readRequest(segment, issues), inTraveller()),
    ORG: (segment) => {
      const agency = readAgency(segment);
      if (agency && group === "booking") booking.agency = agency;
    },
    ADD: (segment) => {
      const contacts = readAddress(segment, withheld, issues);
      (inTraveller()?.contacts ?? booking.contacts).push(...contacts);
    },
    FTI: (segment) => {
      for (let element = 1; element <= segment.elements; element++) {
        const [carrier, number] = [segment.at(element), segment.at(element, 2)];
        const level = segment.at(element, 5);
        if (number) traveller()?.frequentTraveller.push({ carrier, number, level });
      }
    },
    REF: (segment) => {
      const value = segment.at(1, 2);
      if (value) traveller()?.references.push({ qualifier: "REF", value });
    },
    TKT: (segment) => {
      group = "ticket";
      traveller()?.tickets.push(readTicket(segment));
    },
    MON: (segment) => {
      const open = ticket();
      if (open) takeAmounts(open, segment);
    },
    FOP: (segment) => {
      const payments = readPayments(segment, withheld);
      ticket()?.payments.push(...payments);
    },
    TRA: (segment) => {
      const on = leg();
      if (on) takeOperator(on, segment);
    },
    RPI: (segment) => {
      const on = leg();
      if (on) takeStatus(on, segment, issues);
    },
    APD: (segment) => {
      const on = leg();
      if (on && segment.at(1)) on.aircraft = segment.at(1);
    },
    SSD: (segment) => {
      if (!checkIn) openCheckIn();
      if (checkIn) takeCheckInSeat(checkIn, segment);
    },
    TBD: (segment) => {
      if (!checkIn) openCheckIn();
      if (checkIn) checkIn.baggage = readBaggage(segment, issues);
    },
    EQN: (segment) => {
      closeCheckIn();
      group = "split";
      const travellers = readNumber(segment.at(1), issues, "1.1");
      booking.split.push({ ...(travellers !== undefined && { travellers }), locators: [] });
    },
    MSG: (segment) => {
      closeCheckIn();
      group = "other-service";
      business = segment.at(1);
    },
  };

  function take(segment: Segment): void {
    const { tag } = segment;
    if (tag === "LTS") {
      booking.historyLines += 1;
      withheld.count("history-text");
    } else if (tag === "ABI") {
      closeCheckIn();
      group = "history";
      history.begin(segment);
    } else if (group === "history") history.take(segment);
    else {
      const handle = lookup(handlers, tag);
      if (handle) handle(segment);
      else if (!notKept.has(tag)) issues.add("unknown-segment");
    }
  }

  return {
    take,
    get travellers() {
      return people.travellers.length;
    },
    end(closed) {
      closeCheckIn();
      requests.end();
      for (const person of people.travellers) {
        person.booking = index;
        takeFromDocuments(person);
      }
      const isEmpty = people.travellers.length === 0 && booking.itinerary.length === 0;
      booking.cancelled = closed && isEmpty;
      return { booking, travellers: people.travellers };
    },
  };
}
