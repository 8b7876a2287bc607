import type { Call, Leg, Moment } from "../model/flight.ts";

/** The legs that the calls of a flight make, and whether a call was left without its other end. */
export interface Legs {
  readonly legs: readonly Leg[];
  readonly unpaired: boolean;
}

/** Each call may end a leg, begin the next, or both. */
interface Ends {
  readonly call: Call;
  readonly arrives: boolean;
  readonly departs: boolean;
}

/**
 * Pairs the places at which a flight calls. Times say which end a place is; without times 125 departs, 87
 * and 130 arrive, and places of code 92 depart and arrive in turn.
 */
export function legsOf(calls: readonly Call[]): Legs {
  const legs: Leg[] = [];
  let unpaired = false;
  let from: Call | undefined;
  let last: Call | undefined;
  for (const { call, arrives, departs } of endsOf(calls)) {
    if (arrives) {
      const begin = from ?? last;
      if (begin) legs.push(leg(begin.place, call.place, from?.departure, call.arrival));
      else unpaired = true;
      from = undefined;
      last = call;
    }
    if (departs) {
      if (from) unpaired = true;
      from = call;
    }
  }
  return { legs, unpaired: unpaired || from !== undefined };
}

function endsOf(calls: readonly Call[]): Ends[] {
  let isOpen = false;
  const ends: Ends[] = [];
  for (const call of calls) {
    if (!isPort(call)) continue;
    const timed = call.arrival !== undefined || call.departure !== undefined;
    const arrives: boolean = timed ? call.arrival !== undefined : arrivesUntimed(call, isOpen);
    const departs: boolean = timed ? call.departure !== undefined : !arrives;
    ends.push({ call, arrives, departs });
    isOpen = departs;
  }
  return ends;
}

function arrivesUntimed({ code }: Call, isOpen: boolean): boolean {
  return code === "92" ? isOpen : code !== "125";
}

function isPort(call: Call): boolean {
  return call.code === "125" || call.code === "87" || call.code === "92" || call.code === "130";
}

function leg(from: string, to: string, departure?: Moment, arrival?: Moment): Leg {
  return { from, to, ...(departure && { departure }), ...(arrival && { arrival }) };
}
