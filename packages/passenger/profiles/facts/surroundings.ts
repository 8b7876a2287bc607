import type { Booking } from "../../model/booking.ts";
import type { Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";

/** What the push before said of a traveller. */
export interface Before {
  readonly traveller: Traveller;
  readonly booking?: Booking;
  /** All who travelled on the booking. */
  readonly party: readonly Traveller[];
}

/** What a message does not say itself. */
export interface Surroundings {
  /** The country (ISO 3166-1 alpha-2) of an airport by its IATA code. */
  countryOf(airport: string): string | undefined;
  /** Undefined on the first push. Asked only where no more travel on a booking than on real ones. */
  before?(traveller: Traveller): Before | undefined;
  history?(traveller: Traveller): Facts["history"];
}
