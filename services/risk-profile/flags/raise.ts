import { randomBytes } from "node:crypto";
import { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { sql, type Transaction } from "kysely";
import { seal } from "../keys/sealed.ts";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import type { TripChanges } from "../trips/keep-trips.ts";
import type { Hit } from "./hits.ts";
import { type Withdrawal, withdrawalOf } from "./withdraw.ts";

/** What a transmission changes of the flags. */
export interface FlagChanges {
  /** A row for each hit; one that stands already has its own id. */
  readonly raised: readonly ScreeningTables["flag"][];
  /** Each with the state in which it was found. */
  readonly withdrawn: readonly (Withdrawal & { readonly state: number })[];
  /** What whoever sent the message is told. */
  readonly hits: readonly ToldHit[];
}

interface ToldHit {
  /** Which of the messages, from 0. */
  readonly message: number;
  /** The number of the segment that names the traveller. */
  readonly traveller: number;
  readonly grade: string;
  readonly watchlist?: string;
  readonly profile?: string;
  readonly flag: string;
}

/**
 * What hits and trips change of the flags that stand: a traveller met again has the same flag; what was
 * raised for a trip that is no more, or is no hit any more, is withdrawn.
 */
export async function flagChanges(
  screening: Screening,
  hits: readonly Hit[],
  trips: TripChanges,
): Promise<FlagChanges> {
  const { participant, at, links } = trips;
  // Not of who was told first and cancelled by a later message of the same transmission.
  const current = hits.filter(({ trip }) => trips.told.has(trip.names.trip));
  const subjects = new Map(current.map((hit) => [subjectName(hit), hit]));
  const standing = await standingFlags(screening, trips, [...subjects.keys()]);
  const key = await screening.keys.sealing(participant, "flag", at);
  const met = new Set<string>();
  const told: ToldHit[] = [];
  const raised = [...subjects].map(([name, hit]) => {
    const known = links
      .everyOf(name)
      .map((hash) => standing.find(({ subject }) => subject.equals(hash)))
      .find(Boolean);
    if (known) met.add(known.id);
    const { trip, grade, foundBy, source, version, atOnce, details } = hit;
    const id = known?.id ?? newId(at, randomBytes);
    const { booking } = trip.names;
    const { position: traveller } = trip.identity;
    told.push({ message: hit.message, traveller, grade, [foundBy]: source, flag: id });
    return {
      participant,
      id,
      subject: known?.subject ?? links.of(name),
      trip: known?.trip ?? trips.hashOf(trip.names.trip),
      booking: booking === null ? null : links.of(booking),
      raised_at: at,
      state: FlagState.DRAFT,
      grade,
      found_by: foundBy,
      source,
      source_version: version,
      at_once: atOnce,
      told: false,
      decided_by: null,
      decided_at: null,
      slot: key.slot,
      details: seal(key.bytes, flagLabel(participant, id), Buffer.from(JSON.stringify(details))),
    };
  });
  const over = standing.filter(
    ({ id, state }) => !met.has(id) && (state === FlagState.DRAFT || state === FlagState.CONFIRMED),
  );
  const withdrawn: FlagChanges["withdrawn"][number][] = [];
  for (const { id, state } of over) {
    withdrawn.push({ state, ...(await withdrawalOf(screening, participant, id)) });
  }
  return { raised, withdrawn, hits: told };
}

/** Rows of one statement: PostgreSQL takes 65,535 values. */
const ROWS = 1_000;

/** A flag was decided on while a transmission was screened: what withdraws it is another thing now. */
export class FlagMoved extends Error {
  override readonly name = "FlagMoved";
}

/** Makes the changes. Throws FlagMoved when they are to be worked out anew. */
export async function keepFlags(
  transaction: Transaction<ScreeningTables>,
  { raised, withdrawn }: FlagChanges,
): Promise<void> {
  const rows = [...raised].sort((a, b) => a.subject.compare(b.subject));
  for (let at = 0; at < rows.length; at += ROWS) {
    await transaction
      .insertInto("flag")
      .values(rows.slice(at, at + ROWS))
      .onConflict((conflict) =>
        conflict
          .columns(["participant", "subject"])
          .where("state", "<>", FlagState.WITHDRAWN)
          // What an officer has decided on stays as it was then.
          .doUpdateSet(({ ref }) => ({
            booking: ref("excluded.booking"),
            grade: ref("excluded.grade"),
            source_version: ref("excluded.source_version"),
            slot: ref("excluded.slot"),
            details: ref("excluded.details"),
          }))
          .where("flag.state", "=", FlagState.DRAFT)
          .whereRef("flag.id", "=", "excluded.id"),
      )
      .execute();
  }
  for (const { participant, flag, state, notice } of withdrawn) {
    const changed = await transaction
      .updateTable("flag")
      .set({ state: FlagState.WITHDRAWN })
      .where("participant", "=", participant)
      .where("id", "=", flag)
      .where("state", "=", state)
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) throw new FlagMoved();
    if (!notice) continue;
    await transaction
      .insertInto("flag_notice")
      .values(notice)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** The label under which a flag's details are sealed. */
export function flagLabel(participant: string, id: string): string {
  return `flag ${participant} ${id}`;
}

/** What tells one flag from others: a traveller on a flight, and what found them. */
function subjectName({ foundBy, source, trip }: Hit): string {
  return JSON.stringify(["flag", foundBy, source, trip.names.trip]);
}

type StandingFlag = Pick<ScreeningTables["flag"], "id" | "state" | "subject" | "trip">;

/** The flags that a transmission could change, but those that were withdrawn. */
async function standingFlags(
  { db }: Screening,
  { participant, links, told, absent, cancelled }: TripChanges,
  subjects: readonly string[],
): Promise<StandingFlag[]> {
  const hashed = (names: readonly string[]): Buffer[] =>
    names.flatMap((name) => links.everyOf(name));
  const trips = hashed([...told.keys(), ...absent]);
  return await db
    .selectFrom("flag")
    .select(["id", "state", "subject", "trip"])
    .where("participant", "=", participant)
    .where("state", "<>", FlagState.WITHDRAWN)
    .where(
      sql<boolean>`(trip = any(${trips}::bytea[]) or booking = any(${hashed([...cancelled])}::bytea[])
        or subject = any(${hashed(subjects)}::bytea[]))`,
    )
    .execute();
}
