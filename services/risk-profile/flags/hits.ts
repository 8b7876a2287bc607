import { setImmediate } from "node:timers/promises";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { LoadedList } from "../lists/lists.ts";
import { isOfAbsent, type Trip, tripsOf } from "../trips/trip.ts";
import { type FlagDetails, flagDetails } from "./flag-details.ts";
import { subjectOf } from "./subject-of.ts";

/** A traveller who may be on a list: its likeliest entry. */
export interface Hit {
  /** Which of the transmission's messages, from 0. */
  readonly message: number;
  readonly trip: Trip;
  readonly watchlist: string;
  readonly version: number;
  readonly grade: string;
  readonly details: FlagDetails;
}

/** How many travellers are matched before others get their turn. */
const TRAVELLERS = 16;

/** The hits of messages on lists. Of who does not travel there is none. */
export async function hitsOf(
  messages: readonly PassengerMessage[],
  lists: readonly LoadedList[],
  digest: Buffer,
): Promise<Hit[]> {
  const hits: Hit[] = [];
  if (lists.length === 0) return hits;
  let matched = 0;
  for (const [index, message] of messages.entries()) {
    if (isOfAbsent(message)) continue;
    for (const trip of tripsOf(message)) {
      hits.push(
        ...hitsOfTrip(message, trip, lists, digest).map((hit) => ({ ...hit, message: index })),
      );
      matched += 1;
      if (matched % TRAVELLERS === 0) await setImmediate();
    }
  }
  return hits;
}

function hitsOfTrip(
  message: PassengerMessage,
  trip: Trip,
  lists: readonly LoadedList[],
  digest: Buffer,
): Omit<Hit, "message">[] {
  const subject = subjectOf(trip.identity);
  if (subject.names.length === 0) return [];
  return lists.flatMap(({ id, version, entries }) => {
    const [best] = entries.matchTraveller(subject);
    if (!best?.raisesDraftFlag) return [];
    const evidence = best.parts.map(({ field, finding }) => ({ field, finding }));
    const match = { entry: best.entry.id, listedName: best.listedName, evidence };
    const details = flagDetails(message, trip, match, digest);
    return [{ trip, watchlist: id, version, grade: best.grade, details }];
  });
}
