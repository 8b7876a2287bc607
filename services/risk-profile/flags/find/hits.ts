import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { LoadedList } from "../../lists/lists.ts";
import { isOfAbsent, journeyOf, type Trip, tripsOf } from "../../trips/trip.ts";
import { factsOfMessage } from "@talanoa/passenger/profiles/facts/of-message.ts";
import { screenTraveller, type Unsaid } from "@talanoa/passenger/profiles/screen-traveller.ts";
import { type UnsaidProfile, UnsaidProfiles } from "@talanoa/passenger/profiles/unsaid-profiles.ts";
import type { Facts } from "@talanoa/passenger/profiles/vocabulary.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import type { ActiveProfile } from "../../profiles/active-profiles.ts";
import type { FoundBy } from "../../tables/tables.ts";
import type { Histories } from "../../trips/history.ts";
import { isPush, type Pushes } from "../../trips/pushes.ts";
import { type FlagDetails, flagDetails } from "../flag-details.ts";
import { hitsOfJourney, hitsOfTrip, thingsFound } from "./list-hits.ts";
import { Turns } from "./turns.ts";

/** A traveller, or all on board of a vessel, who may be on a list, with its likeliest entry; or whom a profile names. */
export interface Hit {
  /** Which of the transmission's messages, from 0. */
  readonly message: number;
  /** Of the trip, or of the journey of all on board. */
  readonly names: Pick<Trip["names"], "trip" | "flight" | "booking">;
  /** The number of the segment that names the traveller; 0 for all on board. */
  readonly traveller: number;
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
  /** The same for whoever sent the message, by which of the transmission's messages it is, from 0. */
  readonly unsaidOf: ReadonlyMap<number, readonly UnsaidProfile[]>;
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
  const unsaidOf = new Map<number, readonly UnsaidProfile[]>();
  const asked = new Set(profiles.map(({ compiled }) => compiled.id));
  if (lists.length === 0 && profiles.length === 0) return { hits, asked, unsaid, unsaidOf };
  const turns = new Turns();
  for (const [index, message] of messages.entries()) {
    if (isOfAbsent(message)) continue;
    const add = (its: readonly Omit<Hit, "message">[]): void => {
      hits.push(...its.map((hit) => ({ ...hit, message: index })));
    };
    const facts = factsOf(message, kept);
    const things = await thingsFound(message, lists, turns);
    const journey = journeyOf(message);
    if (journey) add(hitsOfJourney(journey, things.ofAll, digest));
    const silent = new UnsaidProfiles();
    for (const [place, trip] of tripsOf(message).entries()) {
      const found = findingsOfProfiles(message, trip, profiles, facts[place] ?? {}, digest);
      add(found.hits);
      silent.add(found.unsaid);
      // Unsaid is what none of the messages lets a profile say.
      const { trip: name } = trip.names;
      const its = new Set(found.unsaid.map(({ profile }) => profile));
      unsaid.set(name, unsaid.get(name)?.intersection(its) ?? its);
      const compared = { lists, things: things.ofTraveller(place), digest, turns };
      add(await hitsOfTrip(message, trip, compared));
      await turns.pass();
    }
    unsaidOf.set(index, silent.all());
    kept.pushes.add(message);
  }
  return { hits, asked, unsaid, unsaidOf };
}

function findingsOfProfiles(
  message: PassengerMessage,
  trip: Trip,
  profiles: readonly ActiveProfile[],
  facts: Facts,
  digest: Buffer,
): { hits: Omit<Hit, "message">[]; unsaid: readonly Unsaid[] } {
  const compiled = profiles.map((each) => each.compiled);
  const answers = screenTraveller(compiled, facts);
  const hits = answers.hits.flatMap(({ profile, version, reasons }) => {
    const its = profiles.find(({ compiled: { id } }) => id === profile);
    if (!its) return [];
    const details = flagDetails(message, trip, { reasons, match: null }, digest);
    const { grade, atOnce } = its;
    const { names, identity } = trip;
    const about = { names, traveller: identity.position, details };
    return [{ ...about, foundBy: "profile" as const, source: profile, version, grade, atOnce }];
  });
  return { hits, unsaid: answers.unsaid };
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
