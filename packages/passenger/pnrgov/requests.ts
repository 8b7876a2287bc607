import type { DateContext } from "../dates/read-date.ts";
import { plainNumber } from "../flight-number.ts";
import type { Booking } from "../model/booking.ts";
import type { Draft } from "../model/draft.ts";
import type { Traveller } from "../model/traveller.ts";
import type { Withheld } from "../privacy/withheld.ts";
import { contactOfRequest } from "./contacts.ts";
import { readDoca, readDoco, readDocs } from "./documents.ts";
import type { InfantRequest, People } from "./people.ts";
import type { Request } from "./request-text.ts";

const SEATS = new Set([
  "SEAT",
  "NSST",
  "NSSA",
  "NSSB",
  "NSSW",
  "NSRS",
  "RQST",
  "SMST",
  "SMSA",
  "SMSW",
]);

/** Reads the special service requests of one PNR, at whatever level they stand. */
export interface RequestReader {
  /** `traveller`: whose group the request stands in; undefined where it is in none. */
  take(request: Request, traveller: Draft<Traveller> | undefined): void;
  /** Gives what waited for the names of its travellers to them. */
  end(): void;
}

export function createRequestReader(
  booking: Draft<Booking>,
  people: People,
  context: DateContext,
  withheld: Withheld,
): RequestReader {
  const { issues } = context;
  /** Requests about travellers that stand before the travellers or with a flight. */
  const waiting: Request[] = [];
  const infants: InfantRequest[] = [];

  function takeSeats({ code, from, to, details }: Request): void {
    for (const { value, traveller: reference } of details) {
      if (value === "") continue;
      const traveller = people.find(reference);
      if (!traveller) issues.add("unknown-traveller", "2.3");
      const seat = plainNumber(value);
      traveller?.seats.push({ seat, from, to, status: "requested", code });
    }
  }

  function takeForTraveller(request: Request, traveller: Draft<Traveller> | undefined): void {
    const { code } = request;
    if (code === "DOCS" || code === "DOCO") {
      const document = code === "DOCS" ? readDocs(request, context) : readDoco(request, context);
      const holder = traveller ?? (document.name && people.findByName(document.name));
      (holder?.documents ?? booking.documents).push(document);
      if (!holder) issues.add("unknown-traveller", "2.3");
    } else if (code === "DOCA") {
      const address = readDoca(request);
      if (traveller) traveller.addresses.push(address);
      else issues.add("unknown-traveller", "2.3");
    } else {
      (traveller?.contacts ?? booking.contacts).push(contactOfRequest(request, withheld));
    }
  }

  function isForTraveller(code: string): boolean {
    return code.startsWith("DOC") || code.startsWith("CTC");
  }

  function take(request: Request, traveller: Draft<Traveller> | undefined): void {
    const { code, status, carrier, from, to, details } = request;
    if (withheld.drops(code)) return;
    if (SEATS.has(code)) takeSeats(request);
    else if (isForTraveller(code)) {
      if (traveller) takeForTraveller(request, traveller);
      else waiting.push(request);
    } else {
      if (code === "INFT") infants.push({ request, adult: traveller });
      const travellers = details.map((detail) => detail.traveller).filter((name) => name !== "");
      if (traveller?.reference && travellers.length === 0) travellers.push(traveller.reference);
      booking.services.push({ code, status, carrier, from, to, travellers });
    }
  }

  function end(): void {
    for (const request of waiting) {
      issues.at("SSR", request.position);
      takeForTraveller(request, people.find(request.details[0]?.traveller ?? ""));
    }
    people.placeInfants(
      infants.map(({ request, adult }) => ({
        request,
        adult: adult ?? people.find(request.details[0]?.traveller ?? ""),
      })),
      context,
    );
    booking.documents.push(...people.takeInfantDocuments());
  }

  return { take, end };
}
