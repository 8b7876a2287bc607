/** A local date with or without its time: `2021-07-13T11:00`, `2021-07-13`. */
export type Moment = string;

/** A place at which a flight calls, as a PAXLST message lists it (LOC with its DTM). */
export interface Call {
  /** 3227: 125 last departure abroad, 87 first arrival, 92 any other, 130 final destination. */
  readonly code: string;
  readonly place: string;
  readonly departure?: Moment;
  readonly arrival?: Moment;
}

export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment;
  readonly arrival?: Moment;
}

/** A carrier and the number of its flight without leading zeroes: `UA`, `989`. */
export interface FlightNumber {
  readonly carrier: string;
  readonly number: string;
}

/** The ship or small craft of a voyage, as a PAXLST message names it (TDT C222); one of these is there. */
export interface Vessel {
  readonly name?: string;
  /** Seven digits, the last one the check digit. */
  readonly imo?: string;
  /** Nine digits. */
  readonly mmsi?: string;
  readonly callSign?: string;
  /** The country as sent, of two or three letters. */
  readonly flag?: string;
}

/** A flight, or the voyage of a vessel. */
export interface Flight extends FlightNumber {
  /** As written: `UA0989`. */
  readonly designator: string;
  /** 8051 in PAXLST: 20 main carriage, 34 over-flight; "" in PNRGOV. */
  readonly stage: string;
  /** Who makes the journey, where it is by water. */
  readonly vessel?: Vessel;
  /** The carrier's name, where it is told beside its code. */
  readonly operator?: string;
  readonly calls: readonly Call[];
  readonly legs: readonly Leg[];
}
