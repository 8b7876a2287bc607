import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { type Kysely, sql, type Transaction } from "kysely";
import type { SlotKey } from "../keys/key-files.ts";
import { seal } from "@talanoa/platform/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import { type Links, linksOf } from "./links.ts";
import { toldTrips } from "./told-trips.ts";
import { keptIdentity, type Trip } from "./trip.ts";

/** What messages change of the trips that are kept. */
export interface TripChanges {
  readonly participant: string;
  /** Unix ms. */
  readonly at: number;
  readonly links: Links;
  readonly factsKey: SlotKey;
  readonly identityKey: SlotKey;
  /** By their names. */
  readonly told: ReadonlyMap<string, Trip>;
  /** Names of the journeys of all on board (journeyOf). */
  readonly journeys: ReadonlySet<string>;
  /** Names of those that a booking tells, and the digest of the transmission that has it. */
  readonly pushed: ReadonlySet<string>;
  readonly digest: Buffer;
  /** The hash of a trip, by its name: that of its row, where it has one. */
  readonly hashOf: (name: string) => Buffer;
  /** Names of trips and of PNRs on a flight that are not to be; one of them may be told again after that. */
  readonly absent: ReadonlySet<string>;
  readonly cancelled: ReadonlySet<string>;
  /** Names of flights that are not to be. */
  readonly cancelledFlights: ReadonlySet<string>;
  /** Hashes of trips of PNRs that are told in full without them. */
  readonly left: readonly Buffer[];
}

type Database = Kysely<ScreeningTables> | Transaction<ScreeningTables>;

/** Rows of one statement: PostgreSQL takes 65,535 values. */
const ROWS = 1_000;

/** What messages change, with the keys that it takes on the disk. */
export async function tripChanges(
  { db, keys, lifetimes }: Pick<Screening, "db" | "keys" | "lifetimes">,
  participant: string,
  { messages, digest, at }: { messages: readonly PassengerMessage[]; digest: Buffer; at: number },
): Promise<TripChanges> {
  const { told, journeys, pushed, absent, cancelled, cancelledFlights, inFull } =
    toldTrips(messages);
  const links = await linksOf({ keys, lifetimes }, participant, at);
  const standing = await standingTrips(db, participant, [...told.keys()].flatMap(links.everyOf));
  return {
    participant,
    at,
    digest,
    links,
    hashOf: (name) =>
      links.everyOf(name).find((hash) => standing.has(hash.toString("hex"))) ?? links.of(name),
    pushed,
    factsKey: await keys.sealing(participant, "trip", at),
    identityKey: await keys.sealing(participant, "trip-identity", at),
    told,
    journeys,
    absent,
    cancelled,
    cancelledFlights,
    left: await leftTrips(db, participant, {
      bookings: [...inFull].flatMap(links.everyOf),
      told: [...told.values()].flatMap(({ names }) =>
        [names.trip, names.seat].flatMap(links.everyOf),
      ),
    }),
  };
}

/** Makes the changes: a trip told again is the same row, with what is known now. */
export async function keepTrips(db: Database, changes: TripChanges): Promise<void> {
  const { participant, links, told } = changes;
  await forget(db, participant, "trip", [...changes.absent].flatMap(links.everyOf));
  await forget(db, participant, "trip", changes.left);
  await forget(db, participant, "booking", [...changes.cancelled].flatMap(links.everyOf));
  await forget(db, participant, "flight", [...changes.cancelledFlights].flatMap(links.everyOf));
  // In one order, so that no two transactions wait for each other.
  const rows = [...told.values()]
    .map((trip) => rowOf(changes, trip))
    .sort((a, b) => a.trip.compare(b.trip));
  for (let at = 0; at < rows.length; at += ROWS) {
    await db
      .insertInto("trip")
      .values(rows.slice(at, at + ROWS))
      .onConflict((conflict) =>
        conflict.columns(["participant", "trip"]).doUpdateSet(({ ref }) => ({
          told_at: ref("excluded.told_at"),
          slot: ref("excluded.slot"),
          facts: ref("excluded.facts"),
          identity_slot: ref("excluded.identity_slot"),
          identity: ref("excluded.identity"),
          booking: sql<Buffer | null>`coalesce(excluded.booking, trip.booking)`,
          push: sql<Buffer | null>`coalesce(excluded.push, trip.push)`,
        })),
      )
      .execute();
  }
}

/** Trips that an earlier push had in bookings and that are not told any more. What lists told of them stands. */
async function leftTrips(
  db: Database,
  participant: string,
  { bookings, told }: { readonly bookings: readonly Buffer[]; readonly told: readonly Buffer[] },
): Promise<Buffer[]> {
  if (bookings.length === 0) return [];
  const rows = await db
    .selectFrom("trip")
    .select("trip")
    .where("participant", "=", participant)
    .where("push", "is not", null)
    .where(isAny("booking", bookings))
    .where(sql<boolean>`trip <> all(${told}::bytea[])`)
    .execute();
  return rows.map(({ trip }) => trip);
}

/** The hashes, as hexadecimal digits, of trips that have a row. */
async function standingTrips(
  db: Database,
  participant: string,
  hashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .selectFrom("trip")
    .select("trip")
    .where("participant", "=", participant)
    .where(isAny("trip", hashes))
    .execute();
  return new Set(rows.map(({ trip }) => trip.toString("hex")));
}

function rowOf(
  { participant, at, digest, links, hashOf, pushed, factsKey, identityKey }: TripChanges,
  { names, facts, identity }: Trip,
): ScreeningTables["trip"] {
  const trip = hashOf(names.trip);
  const label = (what: string): string => tripLabel(what, participant, trip);
  return {
    participant,
    trip,
    person: names.person === null ? null : links.of(names.person),
    booking: names.booking === null ? null : links.of(names.booking),
    flight: links.of(names.flight),
    link_slot: links.slot,
    push: pushed.has(names.trip) ? digest : null,
    first_told_at: at,
    told_at: at,
    slot: factsKey.slot,
    facts: seal(factsKey.bytes, label("facts"), json(facts)),
    identity_slot: identityKey.slot,
    identity: seal(identityKey.bytes, label("identity"), json(keptIdentity(identity))),
  };
}

/** The label under which a part of a trip is sealed. */
export function tripLabel(what: string, participant: string, trip: Buffer): string {
  return `trip ${what} ${participant} ${trip.toString("hex")}`;
}

async function forget(
  db: Database,
  participant: string,
  by: "trip" | "booking" | "flight",
  hashes: readonly Buffer[],
): Promise<void> {
  if (hashes.length === 0) return;
  await db
    .deleteFrom("trip")
    .where("participant", "=", participant)
    .where(isAny(by, hashes))
    .execute();
}

function isAny(column: "trip" | "booking" | "flight", hashes: readonly Buffer[]) {
  return sql<boolean>`${sql.ref(column)} = any(${hashes}::bytea[])`;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
