import type { Draft } from "./draft.ts";
import type { FlightNumber, Leg, Moment } from "./flight.ts";
import type { Contact, PersonName, TravelDocument } from "./traveller.ts";

/** A carrier's or reservation system's reference to a PNR (RCI). */
export interface Locator {
  readonly carrier: string;
  readonly number: string;
  /** C where it is the departure control system's. */
  readonly type?: string;
  readonly createdAt?: Moment;
}

/** One leg of a PNR's itinerary (TVL). */
export interface ItineraryLeg extends Leg {
  readonly kind: "flight" | "open" | "surface";
  /** Who sells the flight. */
  readonly marketing: FlightNumber;
  /** Who flies it, where that is another. */
  readonly operating?: FlightNumber;
  readonly bookingClass: string;
  /** HK and the like. */
  readonly status?: string;
  readonly quantity?: number;
  readonly aircraft?: string;
  readonly locators: readonly Locator[];
}

/** A car, hotel or other service that is no flight. */
export interface OtherService {
  /** 4025: 8 hotel, 9 car, 6 rail, and so on. */
  readonly business: string;
  readonly from: string;
  readonly to: string;
  readonly begins?: Moment;
  readonly ends?: Moment;
  readonly supplier: string;
  readonly reference: string;
  /** The service itself, `YVR:VANCOUVER ARMS` and the like, as sent. */
  readonly place: string;
}

/** Who made the booking (ORG). */
export interface Agency {
  readonly system: string;
  readonly location: string;
  /** IATA number of the agency. */
  readonly number: string;
  readonly office: string;
  readonly city: string;
  readonly company: string;
  /** A airline, T travel agent, and so on. */
  readonly type: string;
  readonly country: string;
  readonly currency: string;
}

/** A special service request that is kept, without its free text. */
export interface ServiceRequest {
  readonly code: string;
  readonly status: string;
  readonly carrier: string;
  readonly from: string;
  readonly to: string;
  /** References of the travellers named; empty where it is for all. */
  readonly travellers: readonly string[];
}

/** One change in a PNR's history. */
export interface HistoryItem {
  readonly action: "added" | "cancelled" | "other";
  readonly flight?: Leg & FlightNumber;
  readonly name?: PersonName;
  readonly service?: string;
}

/** What one source changed at one time (ABI and what follows). */
export interface HistoryEntry {
  readonly location: string;
  readonly carrier: string;
  readonly at?: Moment;
  readonly items: readonly HistoryItem[];
}

/** One PNR of a push. Its travellers stand in the message and name its place in the list. */
export interface Booking {
  readonly locators: readonly Locator[];
  /** An update without travellers or itinerary says that the PNR is cancelled; one cut short says nothing. */
  readonly cancelled: boolean;
  /** DAT 700: the last transaction. */
  readonly changedAt?: Moment;
  /** DAT 710. */
  readonly ticketedAt?: Moment;
  readonly agency?: Agency;
  readonly contacts: readonly Contact[];
  readonly itinerary: readonly ItineraryLeg[];
  readonly services: readonly ServiceRequest[];
  readonly otherServices: readonly OtherService[];
  /** Documents of which no traveller could be told. */
  readonly documents: readonly TravelDocument[];
  /** PNRs that this one was split from or into, and their number of travellers. */
  readonly split: readonly {
    readonly travellers?: number;
    readonly locators: readonly Locator[];
  }[];
  readonly history: readonly HistoryEntry[];
  /** Lines of unstructured history (LTS); their text is not kept. */
  readonly historyLines: number;
  /** The number of its first segment, SRC. */
  readonly position: number;
}

/** A booking of which only the place of its first segment is known yet. */
export function newBooking(position: number): Draft<Booking> {
  return {
    locators: [],
    cancelled: false,
    contacts: [],
    itinerary: [],
    services: [],
    otherServices: [],
    documents: [],
    split: [],
    history: [],
    historyLines: 0,
    position,
  };
}
