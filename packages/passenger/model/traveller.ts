import type { Draft } from "./draft.ts";
import type { Moment } from "./flight.ts";

/** A date of which the day, or day and month, may be unknown: `1993-04-08`, `1993-04`, `1993`. */
export interface PartialDate {
  readonly value: string;
  readonly precision: "day" | "month" | "year";
}

export type Sex = "M" | "F" | "X" | "U";

/** A name as it was sent, and without what a closed list knows as titles. */
export interface PersonName {
  readonly surname: string;
  readonly given: string;
  readonly middle: string;
  readonly titles: readonly string[];
  readonly raw: { readonly surname: string; readonly given: string; readonly middle: string };
}

/** `transit`: who travels on and does not enter. */
export type Role = "passenger" | "crew" | "transit-passenger" | "transit-crew" | "other";
export type TravellerType = "adult" | "child" | "infant" | "group";

export interface TravelDocument {
  /** DOC: PAXLST. DOCS, DOCO: PNRGOV. */
  readonly source: "DOC" | "DOCS" | "DOCO";
  /** `P` passport, `V` visa and so on, as sent. */
  readonly type: string;
  readonly number: string;
  /** Country of issue; for a visa in a PNR the country for which it holds. */
  readonly issuer?: string;
  /** City or other place of issue. */
  readonly issuePlace?: string;
  readonly issued?: PartialDate;
  readonly expires?: PartialDate;
  /** What the document says of its holder; a PNR has its name there. */
  readonly name?: PersonName;
  readonly nationality?: string;
  readonly birthDate?: PartialDate;
  readonly birthPlace?: string;
  readonly sex?: Sex;
  /** The holder is an infant without a seat. */
  readonly infant?: boolean;
  /** The text of a PNR's document as sent. */
  readonly raw?: string;
  /** The segment's number in its message. */
  readonly position: number;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
  readonly country: string;
  /** In a PNR: `D` destination, `R` residence, 700 contact, 702 mailing, and so on, as sent. */
  readonly purpose?: string;
}

export interface Contact {
  readonly kind: "phone" | "email" | "fax" | "address" | "other";
  readonly value: string;
  /** CTCM, CTCE, TE and the like, as sent. */
  readonly code: string;
  /** The segment from which it is, with its elements. */
  readonly segment: string;
  readonly raw: string;
  readonly address?: Address;
  /** The segment's number in its message. */
  readonly position: number;
}

export interface Seat {
  /** Without leading zeroes; XXX where the carrier hides it. */
  readonly seat: string;
  readonly from: string;
  readonly to: string;
  /** Asked for (SSR) or given at check-in (SSD). */
  readonly status: "requested" | "assigned";
  /** SEAT, NSST and the like. */
  readonly code: string;
  readonly cabin?: string;
}

export interface BagTag {
  readonly carrier: string;
  readonly number: string;
  /** How many tags follow in sequence, the first counted. */
  readonly count: number;
  readonly destination?: string;
}

export interface Baggage {
  readonly pieces?: number;
  readonly weight?: number;
  readonly unit?: "kg" | "lb";
  readonly tags: readonly BagTag[];
  /** Baggage pooled with others': the head of the pool, or a member with the head's ticket. */
  readonly pool?: "head" | "member";
  readonly poolTicket?: string;
}

/** What a departure control system says of a traveller on one flight (TRI, SSD, TBD). */
export interface CheckIn {
  readonly carrier: string;
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly sequence: string;
  readonly at?: Moment;
  /** Name and reference as the check-in has them. */
  readonly name?: PersonName;
  readonly reference: string;
  readonly seat?: string;
  readonly cabin?: string;
  readonly baggage?: Baggage;
  /** The number of its first segment in the message. */
  readonly position: number;
}

export interface Payment {
  /** CC credit card, CA cash, MS miscellaneous and so on. */
  readonly form: string;
  readonly amount?: string;
  readonly vendor?: string;
  /** A card's number but for its last four digits. */
  readonly account?: string;
  readonly expiry?: string;
  /** Who pays where it is another person: IFT 4:43. */
  readonly payer?: { readonly name: string; readonly address: string; readonly phone: string };
}

export interface Ticket {
  readonly number: string;
  readonly type: string;
  readonly booklets?: string;
  readonly issued?: Moment;
  readonly amounts: readonly {
    readonly qualifier: string;
    readonly amount: string;
    readonly currency: string;
  }[];
  readonly payments: readonly Payment[];
}

export interface FrequentTraveller {
  readonly carrier: string;
  readonly number: string;
  readonly level: string;
}

export interface Traveller {
  readonly role: Role;
  /** As sent: 3035 in PAXLST; in PNRGOV what kind of name it is (`C` corporate, `G` group), if said. */
  readonly qualifier: string;
  readonly type?: TravellerType;
  /** 6353 in PNRGOV, as sent. */
  readonly typeCode?: string;
  readonly name: PersonName;
  readonly sex?: Sex;
  readonly birthDate?: PartialDate;
  readonly birthPlace?: string;
  readonly nationality?: string;
  readonly residence?: string;
  readonly embarkation?: string;
  readonly debarkation?: string;
  /** The place at which customs and border control are passed. */
  readonly clearance?: string;
  readonly documents: readonly TravelDocument[];
  readonly addresses: readonly Address[];
  readonly contacts: readonly Contact[];
  /** PAXLST: RFF. PNRGOV: REF, with that as the qualifier. */
  readonly references: readonly { readonly qualifier: string; readonly value: string }[];
  readonly seats: readonly Seat[];
  readonly baggage: readonly Baggage[];
  /** Whether the carrier verified the data (GEI). */
  readonly verified?: boolean;
  /** Which of the message's bookings, from 0. */
  readonly booking?: number;
  /** 9944 in PNRGOV. */
  readonly reference: string;
  /** Named by an INFT request and by no TIF segment of its own. */
  readonly namedByRequest?: boolean;
  /** Another traveller's reference: who this infant travels with. */
  readonly accompanies?: string;
  /** 9946: an infant travels with this person. */
  readonly withInfant?: boolean;
  readonly tickets: readonly Ticket[];
  readonly frequentTraveller: readonly FrequentTraveller[];
  readonly checkIns: readonly CheckIn[];
  /** The number of the segment that names the traveller. */
  readonly position: number;
}

/** A traveller of whom nothing but these fields is known yet. */
export function newTraveller(
  fields: Pick<Traveller, "role" | "qualifier" | "name" | "position"> & Partial<Traveller>,
): Draft<Traveller> {
  const lists = {
    documents: [],
    references: [],
    addresses: [],
    contacts: [],
    seats: [],
    baggage: [],
    tickets: [],
    frequentTraveller: [],
    checkIns: [],
  };
  return { reference: "", ...lists, ...fields } as Draft<Traveller>;
}
