import type { Segment } from "./edifact/segment.ts";
import type { Issues } from "./issue.ts";
import type { Limits } from "./limits.ts";
import type { PassengerMessage, Total } from "./model/message.ts";
import type { Withheld } from "./privacy/withheld.ts";

/** What the reader of a message's segments is given. */
export interface BodyContext {
  /** The date by which centuries are told until the message names a flight; "" where unknown. */
  readonly preparedOn: string;
  readonly issues: Issues;
  readonly withheld: Withheld;
  readonly limits: Limits;
}

/** What the segments between UNH and UNT say. */
export type BodyContent = Pick<
  PassengerMessage,
  "function" | "document" | "reportingParty" | "contacts" | "flights" | "bookings" | "travellers"
> & {
  /** Totals that the message states. */
  readonly statedTravellers?: StatedTotal;
  readonly statedBookings?: StatedTotal;
};

export type StatedTotal = Required<Pick<Total, "stated" | "position">>;

/** Takes the segments between UNH and UNT one after the other. None of it throws, whatever comes. */
export interface Body {
  take(segment: Segment): void;
  /** A segment that is over a limit: what of it fits is known, and it is not taken. */
  leaveOut(segment: Segment): void;
  /** How many travellers there are so far. */
  readonly travellers: number;
  /** And PNRs. */
  readonly bookings: number;
  /** How many segments there are of the newest traveller (PAXLST) or PNR (PNRGOV); before the first, in all. */
  readonly groupSegments: number;
  /** `closed`: by its trailer; else something else followed, or the data ended. */
  end(closed: boolean): BodyContent;
}
