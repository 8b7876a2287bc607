import type { Agency } from "../model/booking.ts";
import type { Vessel as SentVessel } from "../model/flight.ts";
import type { PassengerMessage } from "../model/message.ts";
import type { Traveller } from "../model/traveller.ts";
import type { Company, Vessel } from "./entry.ts";
import { countryOf } from "./subject-of.ts";

/** As what a message names a vessel or company. */
export type NamedAs =
  | "vessel"
  /** Who operates the vessel or flight (TDT C040). */
  | "operator"
  /** Who reports (NAD MS). */
  | "reporting-party"
  /** Who made the booking (ORG). */
  | "agency"
  /** Who pays for a traveller (IFT 4:43). */
  | "payer"
  /** In place of a traveller's name, that of a company or group (TIF 1.2: C or G). */
  | "group";

interface Named {
  readonly as: NamedAs;
  /** Its name as the message has it; of what has none its number. */
  readonly text: string;
  /** Whom it concerns of the message's travellers, from 0; null where it concerns all of the journey. */
  readonly travellers: readonly number[] | null;
}

/** A vessel or company that a message names, and what of it is compared with lists. */
export type NamedThing =
  | (Named & { readonly kind: "vessel"; readonly subject: Vessel })
  | (Named & { readonly kind: "company"; readonly subject: Company });

/** Shorter texts are codes of carriers and systems. */
const shortestName = 4;

/** The vessels and companies that a message names, each once for all whom it concerns. */
export function namedThings(message: PassengerMessage): NamedThing[] {
  const { flights, reportingParty = "", travellers } = message;
  const things: NamedThing[] = flights.flatMap(({ vessel }) => (vessel ? [vesselOf(vessel)] : []));
  for (const { operator = "" } of flights) things.push(...companyOf("operator", operator, null));
  things.push(...companyOf("reporting-party", reportingParty, null));
  const concerned = new Concerned();
  for (const [index, traveller] of travellers.entries()) {
    const agency = message.bookings[traveller.booking ?? -1]?.agency;
    if (agency) concerned.add("agency", agency.company, index, agency);
    for (const payer of payersOf(traveller)) concerned.add("payer", payer, index);
    const { qualifier, name } = traveller;
    if (qualifier === "C" || qualifier === "G") concerned.add("group", name.raw.surname, index);
  }
  return [...things, ...concerned.companies()];
}

function vesselOf({ flag, name, ...numbers }: SentVessel): NamedThing {
  const country = countryOf(flag);
  return {
    kind: "vessel",
    as: "vessel",
    text: name ?? Object.values(numbers)[0] ?? "",
    travellers: null,
    subject: { names: name ? [name] : [], ...numbers, ...(country && { flag: country }) },
  };
}

function companyOf(
  as: NamedAs,
  name: string,
  travellers: readonly number[] | null,
  agency?: Agency,
): NamedThing[] {
  const names = name.length >= shortestName ? [name] : [];
  // Marked, as companies have registrations of eight digits too.
  const registrationNumber = agency?.number ? `IATA ${agency.number}` : undefined;
  if (names.length === 0 && !registrationNumber) return [];
  const country = countryOf(agency?.country);
  const numbers = {
    ...(registrationNumber && { registrationNumber }),
    ...(country && { country }),
  };
  const text = names[0] ?? registrationNumber!;
  return [{ kind: "company", as, text, travellers, subject: { names, ...numbers } }];
}

/** Companies that concern some travellers: all who were booked or paid for by one are found by one comparison. */
class Concerned {
  readonly #found = new Map<string, Parameters<typeof companyOf>>();

  add(as: NamedAs, name: string, traveller: number, agency?: Agency): void {
    const key = JSON.stringify([as, name, agency?.number, agency?.country]);
    const travellers = this.#found.get(key)?.[2] as number[] | undefined;
    if (travellers) travellers.push(traveller);
    else this.#found.set(key, [as, name, [traveller], agency]);
  }

  companies(): NamedThing[] {
    return [...this.#found.values()].flatMap((found) => companyOf(...found));
  }
}

function payersOf({ tickets }: Traveller): Set<string> {
  const payers = tickets.flatMap(({ payments }) => payments.map(({ payer }) => payer?.name ?? ""));
  return new Set(payers.filter((name) => name !== ""));
}
