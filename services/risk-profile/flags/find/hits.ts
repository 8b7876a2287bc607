import { setImmediate } from "node:timers/promises";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { LoadedList } from "../../lists/lists.ts";
import { isOfAbsent, type Trip, tripsOf } from "../../trips/trip.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller } from "@talanoa/passenger/profiles/screen-traveller.ts";
import type { Facts } from "@talanoa/passenger/profiles/vocabulary.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import type { ActiveProfile } from "../../profiles/active-profiles.ts";
import type { FoundBy } from "../../tables/tables.ts";
import type { Histories } from "../../trips/history.ts";
import { isPush, type Pushes } from "../../trips/pushes.ts";
import { type FlagDetails, flagDetails } from "../flag-details.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";

/** A traveller who may be on a list, with its likeliest entry, or whom a profile names. */
export interface Hit {
  /** Which of the transmission's messages, from 0. */
  readonly message: number;
  readonly trip: Trip;
  readonly foundBy: FoundBy;
  readonly source: string;
  readonly version: number;
  readonly grade: string;
  /** Told to others without an officer. */
  readonly atOnce: boolean;
  readonly details: FlagDetails;
}

/** What lists and profiles said of travellers. */
export interface Findings {
  readonly hits: readonly Hit[];
  /** The profiles that were asked. */
  readonly asked: ReadonlySet<string>;
  /** Those of them that could not say whether they hit, by the name of the trip (Trip.names.trip). */
  readonly unsaid: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What a Member's travellers are screened against. */
export interface Rulebook {
  readonly lists: readonly LoadedList[];
  readonly profiles: readonly ActiveProfile[];
}

/** What is kept of travellers that their messages do not say. */
export interface Kept {
  /** Earlier journeys. */
  readonly histories: Histories;
  /** What was told of these journeys before. */
  readonly pushes: Pushes;
}

/** After how many ms of matching others get their turn. */
const TURN = 10;

/**
 * What is found of the travellers of messages. Of who does not travel nothing is.
 * @param kept Takes what the messages say, one after the other.
 */
export async function findingsOf(
  messages: readonly PassengerMessage[],
  { lists, profiles }: Rulebook,
  digest: Buffer,
  kept: Kept,
): Promise<Findings> {
  const hits: Hit[] = [];
  const unsaid = new Map<string, ReadonlySet<string>>();
  const asked = new Set(profiles.map(({ compiled }) => compiled.id));
  if (lists.length === 0 && profiles.length === 0) return { hits, asked, unsaid };
  let since = performance.now();
  for (const [index, message] of messages.entries()) {
    if (isOfAbsent(message)) continue;
    const facts = factsOf(message, kept);
    for (const [place, trip] of tripsOf(message).entries()) {
      const found = findingsOfProfiles(message, trip, profiles, facts[place] ?? {}, digest);
      hits.push(...found.hits.map((hit) => ({ ...hit, message: index })));
      // Unsaid is what none of the messages lets a profile say.
      const { trip: name } = trip.names;
      unsaid.set(name, unsaid.get(name)?.intersection(found.unsaid) ?? found.unsaid);
      hits.push(
        ...hitsOfTrip(message, trip, lists, digest).map((hit) => ({ ...hit, message: index })),
      );
      if (performance.now() - since < TURN) continue;
      await setImmediate();
      since = performance.now();
    }
    kept.pushes.add(message);
  }
  return { hits, asked, unsaid };
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
    const details = flagDetails(message, trip, { reasons: ["name-match"], match }, digest);
    const { grade } = best;
    return [
      { trip, foundBy: "watchlist" as const, source: id, version, grade, atOnce: false, details },
    ];
  });
}

function findingsOfProfiles(
  message: PassengerMessage,
  trip: Trip,
  profiles: readonly ActiveProfile[],
  facts: Facts,
  digest: Buffer,
): { hits: Omit<Hit, "message">[]; unsaid: ReadonlySet<string> } {
  const compiled = profiles.map((each) => each.compiled);
  const answers = screenTraveller(compiled, facts);
  const hits = answers.hits.flatMap(({ profile, version, reasons }) => {
    const its = profiles.find(({ compiled: { id } }) => id === profile);
    if (!its) return [];
    const details = flagDetails(message, trip, { reasons, match: null }, digest);
    const { grade, atOnce } = its;
    return [
      { trip, foundBy: "profile" as const, source: profile, version, grade, atOnce, details },
    ];
  });
  return { hits, unsaid: new Set(answers.unsaid.map(({ profile }) => profile)) };
}

/** What profiles see of each traveller of a message, in their order. */
export function factsOf(message: PassengerMessage, { histories, pushes }: Kept): Facts[] {
  const trips = new Map(tripsOf(message).map((trip) => [trip.identity, trip]));
  return factsOfMessage(message, {
    countryOf: (airport) => airportOf(airport)?.country,
    before(traveller) {
      const trip = trips.get(traveller);
      return trip && isPush(message) ? pushes.before(trip) : undefined;
    },
    history: (traveller) => histories.get(trips.get(traveller)?.names.person ?? ""),
  });
}
