import { randomBytes } from "node:crypto";
import { FlagState } from "@talanoa/contract/generated/talanoa.ts";
import { newId } from "@talanoa/sharing/notice/id.ts";
import type { Screening } from "../../screening.ts";
import type { ScreeningTables } from "../../tables/tables.ts";
import type { TripChanges } from "../../trips/keep-trips.ts";
import type { Findings, Hit } from "../find/hits.ts";
import { detailsOf, sealedDetails } from "../sealed-details.ts";
import { type StandingFlag, standingFlags } from "./standing-flags.ts";
import { type Withdrawal, withdrawalOf } from "./withdraw.ts";

/** What a transmission changes of the flags. */
export interface FlagChanges {
  /** A row for each hit that has none yet. */
  readonly raised: readonly ScreeningTables["flag"][];
  /** Rows that stand, with what is known of them now. */
  readonly met: readonly ScreeningTables["flag"][];
  /** Each with the state in which it was found. */
  readonly withdrawn: readonly (Withdrawal & { readonly state: FlagState })[];
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
  readonly state: FlagState;
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
    const state = known?.state ?? FlagState.DRAFT;
    const { booking } = names;
    told.push({ message: hit.message, traveller, grade, [foundBy]: source, flag: id, state });
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

/** What tells one flag from others: a traveller on a flight or all on board, and what found them. */
function subjectName({ foundBy, source, names }: Hit): string {
  return JSON.stringify(["flag", foundBy, source, names.trip]);
}
