import { randomBytes } from "node:crypto";
import { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import { sql, type Transaction } from "kysely";
import type { Screening } from "../screening.ts";
import type { ScreeningTables } from "../tables/tables.ts";
import type { TripChanges } from "../trips/keep-trips.ts";
import type { Findings, Hit } from "./hits.ts";
import { detailsOf, sealedDetails } from "./sealed-details.ts";
import { type Withdrawal, withdrawalOf } from "./withdraw.ts";

/** What a transmission changes of the flags. */
export interface FlagChanges {
  /** A row for each hit that has none yet. */
  readonly raised: readonly ScreeningTables["flag"][];
  /** Rows that stand, with what is known of them now. */
  readonly met: readonly ScreeningTables["flag"][];
  /** Each with the state in which it was found. */
  readonly withdrawn: readonly (Withdrawal & { readonly state: number })[];
  /** What whoever sent the message is told. */
  readonly hits: readonly ToldHit[];
}

interface ToldHit {
  /** Which of the messages, from 0. */
  readonly message: number;
  /** The number of the segment that names the traveller; 0 where all on board are concerned. */
  readonly traveller: number;
  readonly grade: string;
  readonly watchlist?: string;
  readonly profile?: string;
  readonly flag: string;
}

/**
 * What findings and trips change of the flags that stand: a traveller met again has the same flag; what was
 * raised for a trip that is no more, or is denied by what raised it, is withdrawn.
 */
export async function flagChanges(
  screening: Screening,
  findings: Findings,
  trips: TripChanges,
): Promise<FlagChanges> {
  const { participant, at, links } = trips;
  // Not of who was told first and cancelled by a later message of the same transmission.
  const current = findings.hits.filter(
    ({ names }) => trips.told.has(names.trip) || trips.journeys.has(names.trip),
  );
  const subjects = new Map(current.map((hit) => [subjectName(hit), hit]));
  const tripNames = new Map(
    [...trips.told.keys(), ...trips.journeys].flatMap((name) =>
      links.everyOf(name).map((hash) => [hash.toString("hex"), name] as const),
    ),
  );
  const standing = await standingFlags(screening, trips, [...subjects.keys()]);
  const key = await screening.keys.sealing(participant, "flag", at);
  const met = new Set<string>();
  const told: ToldHit[] = [];
  const rows = [...subjects].map(([name, hit]) => {
    const known = links
      .everyOf(name)
      .map((hash) => standing.find(({ subject }) => subject.equals(hash)))
      .find(Boolean);
    if (known) met.add(known.id);
    const { names, traveller, grade, foundBy, source, version, atOnce, details } = hit;
    const id = known?.id ?? newId(at, randomBytes);
    const { booking } = names;
    told.push({ message: hit.message, traveller, grade, [foundBy]: source, flag: id });
    return {
      participant,
      id,
      subject: known?.subject ?? links.of(name),
      trip: known?.trip ?? trips.hashOf(names.trip),
      booking: booking === null ? null : links.of(booking),
      flight: links.of(names.flight),
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
      ...sealedDetails(key, { participant, id }, details),
    };
  });
  const withdrawn: FlagChanges["withdrawn"][number][] = [];
  for (const flag of standing) {
    const { id, state } = flag;
    if (met.has(id) || (state !== FlagState.DRAFT && state !== FlagState.CONFIRMED)) continue;
    const trip = tripNames.get(flag.trip.toString("hex"));
    if (trip !== undefined && !(await isDenied(screening, flag, trip, findings))) continue;
    const withdrawal = await withdrawalOf(screening, participant, id);
    if (withdrawal) withdrawn.push({ state, ...withdrawal });
  }
  return {
    raised: rows.filter(({ id }) => !met.has(id)),
    met: rows.filter(({ id }) => met.has(id)),
    withdrawn,
    hits: told,
  };
}

/**
 * Whether what raised a flag says that it is none, of a traveller who is told of again and not found. A message
 * that tells less than the one before denies nothing: a profile must say no, and a list have lost the entry.
 */
async function isDenied(
  screening: Screening,
  flag: StandingFlag,
  trip: string,
  { asked, unsaid }: Findings,
): Promise<boolean> {
  const { participant, found_by: foundBy, source } = flag;
  if (foundBy === "profile") return asked.has(source) && !unsaid.get(trip)?.has(source);
  const list = screening.lists.of(participant).find(({ id }) => id === source);
  const details = list && (await detailsOf(screening, flag));
  return !list || !details?.match || !list.ids.has(details.match.entry);
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
  { raised, met, withdrawn }: FlagChanges,
): Promise<void> {
  // In one order, so that no two transactions wait for each other.
  const rows = [...raised].sort((a, b) => a.subject.compare(b.subject));
  for (let at = 0; at < rows.length; at += ROWS) {
    const some = rows.slice(at, at + ROWS);
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("flag")
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== BigInt(some.length)) throw new FlagMoved();
  }
  if (met.length > 0) await meetAgain(transaction, met);
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

/** Puts into flags that stand what is known now; what an officer has decided on stays as it was then. */
async function meetAgain(
  transaction: Transaction<ScreeningTables>,
  met: FlagChanges["met"],
): Promise<void> {
  const { participant } = met[0]!;
  const ids = met.map(({ id }) => id);
  const standing = await transaction
    .selectFrom("flag")
    .select("id")
    .where("participant", "=", participant)
    .where("id", "in", ids)
    .where("state", "<>", FlagState.WITHDRAWN)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (standing.length !== met.length) throw new FlagMoved();
  // A message that names no booking leaves the one that was named: by it the flag is withdrawn.
  await sql`
    update flag set
      booking = coalesce(its.booking, flag.booking),
      grade = case when flag.state = ${FlagState.DRAFT} then its.grade else flag.grade end,
      source_version = case when flag.state = ${FlagState.DRAFT} then its.source_version
        else flag.source_version end,
      slot = case when flag.state = ${FlagState.DRAFT} then its.slot else flag.slot end,
      details = case when flag.state = ${FlagState.DRAFT} then its.details else flag.details end
    from unnest(${ids}::text[], ${met.map(({ booking }) => booking)}::bytea[],
      ${met.map(({ grade }) => grade)}::text[],
      ${met.map(({ source_version: version }) => version)}::int[],
      ${met.map(({ slot }) => slot)}::text[],
      ${met.map(({ details }) => details)}::bytea[])
      as its (id, booking, grade, source_version, slot, details)
    where flag.participant = ${participant} and flag.id = its.id`.execute(transaction);
}

/** What tells one flag from others: a traveller on a flight or all on board, and what found them. */
function subjectName({ foundBy, source, names }: Hit): string {
  return JSON.stringify(["flag", foundBy, source, names.trip]);
}

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
type StandingFlag = Pick<ScreeningTables["flag"], (typeof standingColumns)[number]>;

/** The flags that a transmission could change, but those that were withdrawn. */
async function standingFlags(
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
