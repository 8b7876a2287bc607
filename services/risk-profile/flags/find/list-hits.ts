import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { ListEntry } from "@talanoa/passenger/watchlist/entry.ts";
import type { Match } from "@talanoa/passenger/watchlist/entry-list.ts";
import { type NamedThing, namedThings } from "@talanoa/passenger/watchlist/named-things.ts";
import { subjectOf } from "@talanoa/passenger/watchlist/subject-of.ts";
import type { LoadedList } from "../../lists/lists.ts";
import type { Journey, Trip } from "../../trips/trip.ts";
import { flagDetails, journeyDetails, type ListMatch } from "../flag-details.ts";
import type { Hit } from "./hits.ts";
import type { Turns } from "./turns.ts";

/** What lists found among the vessels and companies of a message. */
interface ThingFound {
  readonly list: LoadedList;
  readonly match: Match<ListEntry>;
  readonly thing: NamedThing;
}

/** The same, by whom it concerns. */
export interface ThingsFound {
  readonly ofAll: readonly ThingFound[];
  /** Of a traveller, by the place in the message from 0. */
  ofTraveller(place: number): readonly ThingFound[];
}

/** Compares the vessels and companies of a message with lists. */
export async function thingsFound(
  message: PassengerMessage,
  lists: readonly LoadedList[],
  turns: Turns,
): Promise<ThingsFound> {
  const ofAll: ThingFound[] = [];
  const ofEach = new Map<number, ThingFound[]>();
  for (const thing of namedThings(message)) {
    for (const list of lists) {
      const [match] = list.entries.matchThing(thing);
      await turns.pass();
      if (!match?.raisesDraftFlag) continue;
      const found = { list, match, thing };
      if (!thing.travellers) ofAll.push(found);
      for (const place of thing.travellers ?? []) {
        const its = ofEach.get(place);
        if (its) its.push(found);
        else ofEach.set(place, [found]);
      }
    }
  }
  return { ofAll, ofTraveller: (place) => ofEach.get(place) ?? [] };
}

/** What lists say of a traveller, and of the companies that the message names for this one. */
export async function hitsOfTrip(
  message: PassengerMessage,
  trip: Trip,
  { lists, things, digest, turns }: ListsAndThings,
): Promise<ListHit[]> {
  const subject = subjectOf(trip.identity);
  const hits: ListHit[] = [];
  for (const list of lists) {
    const [person] = await turns.through(list.entries.matchingTraveller(subject));
    const found = likeliest([
      ...(person?.raisesDraftFlag ? [{ match: person }] : []),
      ...things.filter((each) => each.list === list),
    ]);
    await turns.pass();
    if (!found) continue;
    const told = { reasons: ["name-match"], match: listMatch(found) };
    const { names, identity } = trip;
    const details = flagDetails(message, trip, told, digest);
    hits.push(listHit(list, found.match, { names, traveller: identity.position, details }));
  }
  return hits;
}

/** With what a traveller is compared. */
interface ListsAndThings {
  readonly lists: readonly LoadedList[];
  /** Of those that the message names for this traveller. */
  readonly things: readonly ThingFound[];
  readonly digest: Buffer;
  readonly turns: Turns;
}

/** What lists say of the vessel, of who operates it and who reports: one flag for all on board. */
export function hitsOfJourney(
  journey: Journey,
  things: readonly ThingFound[],
  digest: Buffer,
): ListHit[] {
  return [...Map.groupBy(things, ({ list }) => list)].map(([list, its]) => {
    const found = likeliest(its)!;
    const told = { reasons: ["name-match"], match: listMatch(found) };
    const details = journeyDetails(journey, told, digest);
    return listHit(list, found.match, { names: journey.names, traveller: 0, details });
  });
}

type ListHit = Omit<Hit, "message">;

function listHit(
  { id, version }: LoadedList,
  { grade }: Match<ListEntry>,
  about: Pick<Hit, "names" | "traveller" | "details">,
): ListHit {
  return { ...about, foundBy: "watchlist", source: id, version, grade, atOnce: false };
}

type Found = Pick<ThingFound, "match"> & Partial<Pick<ThingFound, "thing">>;

function likeliest(found: readonly Found[]): Found | undefined {
  return found.toSorted((a, b) => b.match.score - a.match.score)[0];
}

function listMatch({ match: { entry, listedName, parts }, thing }: Found): ListMatch {
  return {
    entry: entry.id,
    kind: entry.kind,
    ...(thing && { named: { as: thing.as, text: thing.text } }),
    listedName,
    evidence: parts.map(({ field, finding }) => ({ field, finding })),
  };
}
