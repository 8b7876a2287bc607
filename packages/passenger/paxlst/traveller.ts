import { readCountry, readNumber } from "../codes.ts";
import { type DateContext, readNumericDate } from "../dates/read-date.ts";
import type { Segment } from "../edifact/segment.ts";
import type { Issues } from "../issue.ts";
import type { Draft } from "../model/draft.ts";
import {
  type Baggage,
  type Contact,
  type Role,
  type Seat,
  type TravelDocument,
  type Traveller,
  newTraveller,
} from "../model/traveller.ts";
import { lookup } from "../lookup.ts";
import { plainNumber } from "../flight-number.ts";
import { readName } from "../person-name.ts";

const roles: { readonly [qualifier: string]: Role } = {
  FL: "passenger",
  FM: "crew",
  DDU: "transit-passenger",
  DDT: "transit-crew",
};

/** NAD of group 4: name and address of one traveller. */
export function readTraveller(segment: Segment, issues: Issues): Draft<Traveller> {
  const qualifier = segment.at(1);
  const [surname, given] = [segment.at(4), segment.at(4, 2)];
  const further = [3, 4, 5].map((component) => segment.at(4, component));
  const middle = further.filter((name) => name !== "").join(" ");
  if (surname === "" && given === "") issues.add("missing-name", "4.1");
  const traveller = newTraveller({
    role: lookup(roles, qualifier) ?? "other",
    qualifier,
    name: readName(surname, given, middle),
    position: issues.position,
  });
  const address = {
    street: segment.element(5).replaceAll(":", " ").trim(),
    city: segment.at(6),
    region: segment.at(7),
    postcode: segment.at(8),
    country: segment.at(9),
  };
  if (Object.values(address).some((part) => part !== "")) traveller.addresses.push(address);
  return traveller;
}

/** One whose name and role are not known. */
export function namelessTraveller({ position }: Issues): Draft<Traveller> {
  return newTraveller({ role: "other", qualifier: "", name: readName("", ""), position });
}

/** COM: several numbers and addresses, each with its kind. */
export function readContacts(segment: Segment, { position }: Issues): Contact[] {
  const contacts: Contact[] = [];
  for (let element = 1; element <= segment.elements; element++) {
    const value = segment.at(element);
    const code = segment.at(element, 2);
    if (value === "") continue;
    const kind = lookup(contactKinds, code) ?? "other";
    contacts.push({ kind, value, code, segment: "COM", raw: segment.element(element), position });
  }
  return contacts;
}

const contactKinds: { readonly [code: string]: Contact["kind"] } = {
  TE: "phone",
  AL: "phone",
  FX: "fax",
  EM: "email",
};

type Take = (traveller: Draft<Traveller>, segment: Segment, context: DateContext) => void;

/** What each segment of groups 4 and 5 says of the traveller before it. */
export const ofTraveller: { readonly [tag: string]: Take } = {
  // Of another kind than sex: not kept.
  ATT() {},
  DTM(traveller, segment, context) {
    const document = traveller.documents.at(-1);
    const [code, text, format] = [segment.at(1), segment.at(1, 2), segment.at(1, 3)];
    const date = (what: "past" | "expiry") => readNumericDate(text, format, what, context, "1.2");
    if (code === "36" && document) {
      const expires = date("expiry");
      if (expires) document.expires = expires;
    } else if (code === "182" && document) {
      const issued = date("past");
      if (issued) document.issued = issued;
    }
  },
  MEA(traveller, segment, { issues }) {
    const kind = segment.at(1);
    // Some write the value as the first component, where its unit belongs.
    const place = segment.at(3, 2) === "" ? 1 : 2;
    const text = segment.at(3, place);
    if (text === "") return;
    if (place === 1) issues.add("shifted-value", "3.1");
    const value = readNumber(text, issues, `3.${place}`);
    if (value === undefined) return;
    const baggage = baggageOf(traveller);
    if (kind === "CT") baggage.pieces = value;
    if (kind === "WT" || kind === "AAW") {
      baggage.weight = value;
      baggage.unit = segment.at(3).startsWith("LB") ? "lb" : "kg";
    }
  },
  GEI(traveller, segment) {
    const code = segment.at(2);
    if (code === "173" || code === "ZZZ") traveller.verified = true;
    if (code === "174") traveller.verified = false;
  },
  FTX(traveller, segment, { issues }) {
    if (segment.at(1) !== "BAG") return;
    const number = segment.at(4);
    if (number === "") return;
    const count = readNumber(segment.at(4, 2), issues, "4.2") ?? 1;
    baggageOf(traveller).tags.push({ carrier: "", number, count });
  },
  LOC(traveller, segment, context) {
    const place = segment.at(2) || segment.at(2, 4);
    const document = traveller.documents.at(-1);
    if (segment.at(1) === "91" && document) {
      issuedIn(document, segment, place, context.issues);
      return;
    }
    if (place === "") return;
    switch (segment.at(1)) {
      case "22":
        traveller.clearance = place;
        break;
      case "174":
        traveller.residence = place;
        break;
      case "178":
        traveller.embarkation = place;
        break;
      case "179":
        traveller.debarkation = place;
        break;
      case "180":
        traveller.birthPlace = place;
        break;
      default:
        context.issues.add("bad-code", "1.1");
    }
  },
  COM(traveller, segment, { issues }) {
    traveller.contacts.push(...readContacts(segment, issues));
  },
  // Employment, of crew: not kept.
  EMP() {},
  // Of another kind than that of the present: not kept.
  NAT() {},
  RFF(traveller, segment) {
    const [qualifier, value] = [segment.at(1), segment.at(1, 2)];
    if (qualifier === "" || value === "") return;
    traveller.references.push({ qualifier, value });
    if (qualifier === "SEA") traveller.seats.push(seatOf(value));
  },
  DOC(traveller, segment, { issues }) {
    const number = segment.at(2);
    if (number === "") issues.add("missing-number", "2.1");
    const { position } = issues;
    traveller.documents.push({ source: "DOC", type: segment.at(1), number, position });
  },
};

/** Of several places of issue the country is the one that is a country's code; the others are its parts. */
function issuedIn(
  document: Draft<TravelDocument>,
  segment: Segment,
  place: string,
  issues: Issues,
): void {
  if (place === "") return;
  // Code list 163: a part of a country, not a country.
  if (segment.at(2, 2) === "163") {
    document.issuePlace = place;
    return;
  }
  const issuer = readCountry(place, issues, "2.1");
  if (issuer) document.issuer = issuer;
}

function baggageOf(traveller: Draft<Traveller>): Draft<Baggage> {
  const [first] = traveller.baggage;
  if (first) return first;
  const baggage: Draft<Baggage> = { tags: [] };
  traveller.baggage.push(baggage);
  return baggage;
}

function seatOf(seat: string): Seat {
  return { seat: plainNumber(seat), from: "", to: "", status: "assigned", code: "SEA" };
}
