import { FlagState, Outcome } from "@talanoa/contract/generated/talanoa.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import type { Facts } from "@talanoa/passenger/profiles/vocabulary.ts";
import { airportOf } from "@talanoa/sharing/codes/ports.ts";
import { sql } from "kysely";
import { open } from "@talanoa/platform/sealed.ts";
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
  const before = rows.filter(({ trip }) => !current.has(hex(trip)));
  const flags = await flagsOf(
    screening,
    participant,
    before.map(({ trip }) => trip),
  );
  const earlier = new Map<string, { of: TripFacts; all: Journey[] }>();
  for (const { trip, person, slot, facts } of before) {
    const its = person && persons.get(hex(person));
    if (!its) continue;
    const key = await screening.keys.opening(participant, "trip", slot);
    if (!key) continue;
    const opened = open(key, tripLabel("facts", participant, trip), facts).toString();
    const journeys = earlier.get(its.name) ?? { of: its.facts, all: [] };
    const raised = flags.get(hex(trip)) ?? { flagged: false, confirmed: 0 };
    journeys.all.push({ facts: JSON.parse(opened) as TripFacts, ...raised });
    earlier.set(its.name, journeys);
  }
  return new Map([...earlier].map(([name, { of, all }]) => [name, historyOf(of, all)]));
}

/** A journey, and what came of it. */
interface Journey extends Raised {
  readonly facts: TripFacts;
}

interface Raised {
  /** It has a flag that was neither dismissed nor withdrawn. */
  readonly flagged: boolean;
  /** How many of its flags a check at the border confirmed. */
  readonly confirmed: number;
}

/** What was raised for trips, by their hashes in hexadecimal; a flag's row stands as long as a trip does. */
async function flagsOf(
  { db }: Pick<Screening, "db">,
  participant: string,
  trips: readonly Buffer[],
): Promise<Map<string, Raised>> {
  if (trips.length === 0) return new Map();
  const { rows } = await sql<Raised & { trip: Buffer }>`
    select trip, bool_or(state in (${FlagState.DRAFT}, ${FlagState.CONFIRMED})) as flagged,
      count(*) filter (where exists (
        select from flag_outcome its
        where its.participant = flag.participant and its.flag = flag.id
          and outcome = ${Outcome.CONFIRMED}))::int as confirmed
    from flag where participant = ${participant} and trip = any(${trips}::bytea[])
    group by trip`.execute(db);
  return new Map(rows.map(({ trip, ...raised }) => [hex(trip), raised]));
}

function historyOf(now: TripFacts, journeys: readonly Journey[]): History {
  const flown = dayOf(now);
  const days = journeys
    .map(({ facts }) => Math.round((flown - dayOf(facts)) / DAY))
    .filter((since) => since >= 0);
  const countries = journeys.flatMap(({ facts }) => airportOf(facts.from)?.country ?? []);
  return {
    journeys: journeys.length,
    journeys_past_year: days.filter((since) => since <= 365).length,
    days_since_last: days.length > 0 ? Math.min(...days) : undefined,
    countries: [...new Set(countries)].sort(),
    flags: journeys.filter(({ flagged }) => flagged).length,
    confirmed: journeys.reduce((sum, { confirmed }) => sum + confirmed, 0),
  };
}

/** The day of a flight, Unix ms; NaN where it is not told. */
function dayOf({ departure = "" }: TripFacts): number {
  return Date.parse(departure.slice(0, 10));
}

function hex(hash: Buffer): string {
  return hash.toString("hex");
}
