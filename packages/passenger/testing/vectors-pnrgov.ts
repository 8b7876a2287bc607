import type { ItineraryLeg, Locator } from "../model/booking.ts";
import type { PassengerMessage } from "../model/message.ts";
import type { CheckIn, Traveller } from "../model/traveller.ts";
import { maskAccount } from "../privacy/mask.ts";

/** A PNRGOV message as the files in shared/passenger-data/expected describe it. */
export interface ExpectedPush {
  readonly syntax: string;
  readonly una: string | null;
  readonly sender: string;
  readonly recipient: string;
  readonly unh: readonly { ref: string; type: string; car: string; seq: string }[];
  readonly prime: { dt: string; brd: string; off: string; car: string; no: string };
  readonly eqn: string;
  readonly unt: string;
  readonly segmentsTotal: number;
  readonly pnrs: readonly ExpectedBooking[];
}

interface ExpectedBooking {
  readonly rci: readonly string[];
  readonly travellers: readonly {
    readonly surname: string;
    readonly qualifier: string;
    readonly givenRaw: string;
    readonly type: string;
    readonly ref: string;
    readonly accompaniedByInfant: string;
    readonly docsRaw: readonly string[];
    readonly tickets: readonly string[];
    readonly fop: readonly string[];
    readonly ff: readonly string[];
  }[];
  readonly itinerary: readonly {
    readonly dt: string;
    readonly brd: string;
    readonly off: string;
    readonly mkt: string;
    readonly opr: string;
    readonly no: string;
    readonly cls: string;
    readonly rpi?: string;
    readonly rci?: string;
    readonly tra?: readonly [string, string];
    readonly opr_no?: string;
  }[];
  readonly docsElsewhere: readonly string[];
  readonly seatRequests: readonly (readonly [
    string,
    string,
    readonly (readonly [string, string])[],
  ])[];
  readonly checkin: readonly {
    readonly flt: string;
    readonly brd: string;
    readonly tri: string;
    readonly name: string;
    readonly ref: string;
    readonly seat: string;
    readonly cabin: string;
    readonly tbd?: string;
  }[];
  readonly contacts: readonly string[];
  readonly splitRci: readonly (readonly string[])[];
  readonly nonAir: readonly (readonly string[])[];
  readonly historyBlocks: number;
  readonly ltsLines: number;
}

const plain = (number: string) => number.replace(/^0+(?=.)/, "");

/** What both sides are brought to: texts as sent are split, dates written out, cards masked. */
export function expectedPush(expected: ExpectedPush) {
  const { syntax, una, sender, recipient, unh, prime, eqn, unt, pnrs } = expected;
  const [header] = unh;
  return {
    interchange: { syntax, una, sender, recipient },
    header: [header!.ref, header!.type, header!.car, header!.seq],
    flight: [prime.brd, prime.off, prime.car, plain(prime.no), ...timesOf(prime.dt)],
    statedBookings: Number(eqn),
    statedSegments: Number(unt),
    bookings: pnrs.map(expectedBooking),
  };
}

/** `121210:2200:131210:0230`, the arrival's date left out where it is the same; `280918:1220:1505`. */
function timesOf(text: string): (string | undefined)[] {
  const [from = "", at = "", third = "", fourth = ""] = text.split(":");
  const to = third.length === 6 ? third : from;
  const by = third.length === 4 ? third : fourth;
  return [momentOf(from, at), third || fourth ? momentOf(to, by) : undefined];
}

function momentOf(date: string, time = ""): string {
  const [day, month, year] = date.match(/../g)!;
  const isTime = time !== "" && Number(time.slice(0, 2)) < 24;
  return `20${year}-${month}-${day}${isTime ? `T${time.match(/../g)!.join(":")}` : ""}`;
}

function locatorOf(text: string): (string | undefined)[] {
  const [carrier, number, third = "", fourth, fifth] = text.split(":");
  const [date, time] = third.length === 6 ? [third, fourth] : [fourth, fifth];
  return [carrier, number, date ? momentOf(date, time) : undefined];
}

function expectedBooking(pnr: ExpectedBooking) {
  return {
    locators: pnr.rci.map(locatorOf),
    travellers: pnr.travellers.map((traveller) => ({
      name: [traveller.surname, traveller.givenRaw],
      codes: [traveller.qualifier, traveller.type, traveller.ref],
      withInfant: traveller.accompaniedByInfant === "1",
      documents: traveller.docsRaw.map((text) => text.replace(/^DOCO /, "")),
      tickets: traveller.tickets,
      payments: traveller.fop.map((text) => {
        const [form, , amount = "", vendor = "", account = "", expiry = ""] = text.split(":");
        return [form, amount, vendor, account && maskAccount(account), expiry].join(":");
      }),
      frequent: traveller.ff.map((text) => text.split(":").slice(0, 2).join(":")),
    })),
    itinerary: pnr.itinerary.map((leg) => {
      const [carrier = leg.opr, written = leg.opr_no ?? ""] = leg.tra ?? [];
      return {
        places: [leg.brd, leg.off],
        times: timesOf(leg.dt),
        flight: [leg.mkt, plain(leg.no), leg.cls],
        operating: carrier === "" ? undefined : [carrier, plain(written.split(":")[0]!)],
        status: leg.rpi ?? "",
        locators: leg.rci ? [locatorOf(leg.rci)] : [],
      };
    }),
    unplacedDocuments: pnr.docsElsewhere,
    seats: pnr.seatRequests
      .flatMap(([code, places, seats]) =>
        seats.map(([seat, reference]) => [code, places, plain(seat), reference].join(" ")),
      )
      .sort(),
    checkIns: pnr.checkin.map(({ flt, brd, tri, name, ref, seat, cabin, tbd }) => ({
      flight: flt.slice(0, 2) + plain(flt.slice(2)),
      from: brd,
      sequence: tri.split(":")[0],
      name,
      reference: ref,
      seat: [seat, cabin],
      bags: tbd ? bagsOf(tbd) : undefined,
    })),
    contacts: pnr.contacts,
    split: pnr.splitRci.map((locators) => locators.map(locatorOf)),
    otherServices: pnr.nonAir.map(([, place, to, supplier, reference]) => [
      place,
      to,
      supplier,
      reference,
    ]),
    history: [pnr.historyBlocks, pnr.ltsLines],
  };
}

function bagsOf(text: string) {
  const [, bags = "", , , ...tags] = text.split("+");
  const [pieces, weight, unit] = bags.split(":");
  return {
    bags: [Number(pieces), Number(weight), unit === "701" ? "lb" : "kg"],
    tags: tags.map((tag) => {
      const [carrier, number, count, destination] = tag.split(":");
      return [carrier, number, Number(count || 1), destination];
    }),
  };
}

export function actualPush(message: PassengerMessage): ReturnType<typeof expectedPush> {
  const { interchange, flights, totals, bookings, travellers } = message;
  const [flight] = flights;
  const [leg] = flight!.legs;
  const { syntax, advice, sender, recipient } = interchange;
  return {
    interchange: { syntax, una: advice, sender, recipient },
    header: [message.reference, message.type, message.commonAccess, message.transfer ? "yes" : ""],
    flight: [leg!.from, leg!.to, flight!.carrier, flight!.number, leg!.departure, leg!.arrival],
    statedBookings: totals.bookings!.stated!,
    statedSegments: totals.segments.stated!,
    bookings: bookings.map((_, index) =>
      actualBooking(
        bookings[index]!,
        travellers.filter(({ booking }) => booking === index),
      ),
    ),
  };
}

const ofLocator = ({ carrier, number, createdAt }: Locator) => [carrier, number, createdAt];

function actualBooking(
  booking: PassengerMessage["bookings"][number],
  travellers: readonly Traveller[],
): ReturnType<typeof expectedBooking> {
  const byPosition = (a: { position: number }, b: { position: number }) => a.position - b.position;
  const documents = travellers.flatMap((traveller) => traveller.documents).sort(byPosition);
  const contacts = [...booking.contacts, ...travellers.flatMap((each) => each.contacts)];
  const checkIns = travellers.flatMap((traveller) => traveller.checkIns).sort(byPosition);
  return {
    locators: booking.locators.map(ofLocator),
    travellers: travellers.map((traveller, i) => {
      const until = travellers[i + 1]?.position ?? Infinity;
      return {
        name: [traveller.name.raw.surname, traveller.name.raw.given],
        codes: [traveller.qualifier, traveller.typeCode ?? "", traveller.reference],
        withInfant: traveller.withInfant === true,
        // Those in the traveller's own group, of the traveller's infant too.
        documents: documents
          .filter(({ position }) => position > traveller.position && position < until)
          .map(({ raw }) => raw!),
        tickets: traveller.tickets.map(({ number, type, booklets }) =>
          [number, type, booklets].filter((part) => part !== undefined).join(":"),
        ),
        payments: traveller.tickets.flatMap(({ payments }) =>
          payments.map(({ form, amount = "", vendor = "", account = "", expiry = "" }) =>
            [form, amount, vendor, account, expiry].join(":"),
          ),
        ),
        frequent: traveller.frequentTraveller.map(({ carrier, number }) => `${carrier}:${number}`),
      };
    }),
    itinerary: booking.itinerary.map(actualLeg),
    unplacedDocuments: booking.documents.map(({ raw }) => raw!),
    seats: travellers
      .flatMap(({ seats, reference }) =>
        seats
          .filter(({ status }) => status === "requested")
          .map(({ code, from, to, seat }) => [code, from + to, seat, reference].join(" ")),
      )
      .sort(),
    checkIns: checkIns.map(actualCheckIn),
    contacts: [...contacts]
      .sort(byPosition)
      .map(({ segment, raw }) => `${segment} ${raw}`)
      .filter((text, i, all) => text !== all[i - 1]),
    split: booking.split.map(({ locators }) => locators.map(ofLocator)),
    otherServices: booking.otherServices.map(({ place, to, supplier, reference }) => [
      place,
      to,
      supplier,
      reference,
    ]),
    history: [booking.history.length, booking.historyLines],
  };
}

function actualLeg(leg: ItineraryLeg) {
  const { quantity, status, operating, marketing } = leg;
  return {
    places: [leg.from, leg.to],
    times: [leg.departure, leg.arrival],
    flight: [marketing.carrier, marketing.number, leg.bookingClass],
    operating: operating && [operating.carrier, operating.number],
    status: status ? `${quantity}+${status}` : "",
    // One is named of each leg.
    locators: leg.locators.slice(0, 1).map(ofLocator),
  };
}

function actualCheckIn({ carrier, number, from, sequence, name, ...checkIn }: CheckIn) {
  const { baggage } = checkIn;
  return {
    flight: carrier + number,
    from,
    sequence,
    name: [name?.raw.surname, name?.raw.given].join("/"),
    reference: checkIn.reference,
    seat: [checkIn.seat!, checkIn.cabin!],
    bags: baggage && {
      bags: [baggage.pieces!, baggage.weight!, baggage.unit!],
      tags: baggage.tags.map(({ carrier, number, count, destination }) => [
        carrier,
        number,
        count,
        destination,
      ]),
    },
  };
}
