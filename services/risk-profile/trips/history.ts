import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Facts } from "@talanoa/passenger/profiles/vocabulary.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import { sql } from "kysely";
import { open } from "../keys/sealed.ts";
import type { Screening } from "../screening.ts";
import { tripLabel } from "./keep-trips.ts";
import { linksOf } from "./links.ts";
import { type TripFacts, tripsOf } from "./trip.ts";

type History = NonNullable<Facts["history"]>;

/** What is known of the earlier journeys of persons, by their names (Trip.names.person). */
export type Histories = ReadonlyMap<string, History>;

const DAY = 86_400_000;

/** The earlier journeys of those who travel by messages, as far as they still say whose they were. */
export async function historiesOf(
  screening: Pick<Screening, "db" | "keys" | "lifetimes">,
  participant: string,
  messages: readonly PassengerMessage[],
  at: number,
): Promise<Histories> {
  const trips = messages.flatMap(tripsOf).filter(({ names }) => names.person !== null);
  if (trips.length === 0) return new Map();
  const links = await linksOf(screening, participant, at);
  const current = new Set(trips.flatMap(({ names }) => links.everyOf(names.trip).map(hex)));
  const persons = new Map(
    trips.flatMap(({ names, facts }) =>
      links
        .everyOf(names.person!)
        .map((hash) => [hex(hash), { name: names.person!, facts }] as const),
    ),
  );
  const hashes = [...persons.keys()].map((hash) => Buffer.from(hash, "hex"));
  const rows = await screening.db
    .selectFrom("trip")
    .select(["trip", "person", "slot", "facts"])
    .where("participant", "=", participant)
    .where(sql<boolean>`person = any(${hashes}::bytea[])`)
    .execute();
  const earlier = new Map<string, { of: TripFacts; all: TripFacts[] }>();
  for (const { trip, person, slot, facts } of rows) {
    const its = person && persons.get(hex(person));
    if (!its || current.has(hex(trip))) continue;
    const key = await screening.keys.opening(participant, "trip", slot);
    if (!key) continue;
    const opened = open(key, tripLabel("facts", participant, trip), facts).toString();
    const journeys = earlier.get(its.name) ?? { of: its.facts, all: [] };
    journeys.all.push(JSON.parse(opened) as TripFacts);
    earlier.set(its.name, journeys);
  }
  return new Map([...earlier].map(([name, { of, all }]) => [name, historyOf(of, all)]));
}

function historyOf(now: TripFacts, journeys: readonly TripFacts[]): History {
  const flown = dayOf(now);
  const days = journeys
    .map((each) => Math.round((flown - dayOf(each)) / DAY))
    .filter((since) => since >= 0);
  const countries = journeys.flatMap(({ from }) => airportOf(from)?.country ?? []);
  return {
    journeys: journeys.length,
    journeys_past_year: days.filter((since) => since <= 365).length,
    days_since_last: days.length > 0 ? Math.min(...days) : undefined,
    countries: [...new Set(countries)].sort(),
    // Flags are kept for weeks, trips for years: what is not known is left unsaid.
    flags: undefined,
    confirmed: undefined,
  };
}

/** The day of a flight, Unix ms; NaN where it is not told. */
function dayOf({ departure = "" }: TripFacts): number {
  return Date.parse(departure.slice(0, 10));
}

function hex(hash: Buffer): string {
  return hash.toString("hex");
}
