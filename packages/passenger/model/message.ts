import type { Issue } from "../issue.ts";
import type { Booking } from "./booking.ts";
import type { Flight, Moment } from "./flight.ts";
import type { Contact, Traveller } from "./traveller.ts";

/** What a message does to what was sent before it. */
export type MessageFunction =
  /** What was not sent before. */
  | "new"
  /** The same again, in full; replaces what was sent. */
  | "resend"
  /** Changed data of the travellers or PNRs that it holds. */
  | "change"
  /** The PNRs of a flight that changed since the last push. */
  | "update"
  /** Travellers, crew or flights that no longer travel. */
  | "cancel"
  /** The flight is closed; the travellers listed are, or are not, on board. */
  | "close";

/** The interchange in which a message stood. */
export interface Interchange {
  /** Syntax identifier and version: `UNOA:4`. */
  readonly syntax: string;
  /** The service string advice as it stood; null where there was none. */
  readonly advice: string | null;
  readonly sender: string;
  readonly recipient: string;
  /** When it was prepared, UTC by the guides. */
  readonly preparedAt?: Moment;
  readonly reference: string;
}

/** Which part of a message this is, where it was sent in several. */
export interface Transfer {
  /** From 1. */
  readonly part: number;
  readonly place: "first" | "middle" | "last";
}

/** A total that a message states, and what was counted. */
export interface Total {
  readonly stated?: number;
  /** The number of the segment that states it. */
  readonly position?: number;
  readonly counted: number;
}

/** The beginning of a PAXLST message, BGM and RFF. */
export interface ListDocument {
  /** 1001: 745 passenger list, 250 crew list, 266 flight status, 336 master crew list, 655 gate pass. */
  readonly code: string;
  /** 1004: `CP`, `XR`, `CLOB` and the like, or the carrier's own number. */
  readonly identifier: string;
  /** 1225. */
  readonly functionCode: string;
  /** RFF TN: the transaction's reference, and how often it has been sent again. */
  readonly transaction?: { readonly number: string; readonly revision?: number };
}

/** One message, whole or with what came of its parts. */
export interface PassengerMessage {
  readonly kind: "paxlst" | "pnrgov" | "other";
  /** UNH 2: `PAXLST:D:05B:UN:IATA`. */
  readonly type: string;
  /** `D.05B`, `13.1`. */
  readonly version: string;
  readonly function: MessageFunction;
  readonly interchange: Interchange;
  /** UNH 1. */
  readonly reference: string;
  /** UNH 3, the same for all parts of a message. */
  readonly commonAccess: string;
  readonly transfer?: Transfer;
  /** False where parts are missing, the data ended early, a traveller is lost in part, or the message was refused. */
  readonly complete: boolean;
  readonly document?: ListDocument;
  /** Who answers for the message: NAD MS. */
  readonly reportingParty?: string;
  readonly contacts: readonly Contact[];
  /** PAXLST: the flights listed. PNRGOV: the flight that the push is about. */
  readonly flights: readonly Flight[];
  readonly bookings: readonly Booking[];
  readonly travellers: readonly Traveller[];
  readonly totals: {
    readonly segments: Total;
    readonly travellers?: Total;
    readonly bookings?: Total;
  };
  /** How many values were dropped or masked, by the name of the rule (privacy/rules.ts). */
  readonly withheld: { readonly [rule: string]: number };
  readonly issues: readonly Issue[];
}

/** What was wrong with an interchange and belongs to none of its messages. */
export interface EnvelopeIssues {
  readonly kind: "envelope";
  readonly issues: readonly Issue[];
}
