import { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { sql } from "kysely";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";
import type { TripChanges } from "../../trips/keep-trips.ts";

const standingColumns = [
  "participant",
  "id",
  "state",
  "subject",
  "trip",
  "found_by",
  "source",
  "slot",
  "details",
] as const;

/** What a change is decided by. */
export type StandingFlag = Pick<ScreeningTables["flag"], (typeof standingColumns)[number]>;

/** The flags that a transmission could change, but those that were withdrawn. */
export async function standingFlags(
  { db }: Screening,
  { participant, links, told, journeys, absent, cancelled, cancelledFlights, left }: TripChanges,
  subjects: readonly string[],
): Promise<StandingFlag[]> {
  const hashed = (names: readonly string[]): Buffer[] =>
    names.flatMap((name) => links.everyOf(name));
  const trips = [...hashed([...told.keys(), ...journeys, ...absent]), ...left];
  return await db
    .selectFrom("flag")
    .select(standingColumns)
    .where("participant", "=", participant)
    .where("state", "<>", FlagState.WITHDRAWN)
    .where(
      sql<boolean>`(trip = any(${trips}::bytea[]) or booking = any(${hashed([...cancelled])}::bytea[])
        or flight = any(${hashed([...cancelledFlights])}::bytea[])
        or subject = any(${hashed(subjects)}::bytea[]))`,
    )
    .execute();
}
