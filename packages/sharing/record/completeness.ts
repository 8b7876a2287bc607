import { checkNumbers, type Head, type Numbered } from "./numbering.ts";
import type { SeenRecord } from "./row-filter.ts";

/** Where a record stands among those of the parties that were seen of it. */
export interface PlacedRecord {
  readonly index: number;
  readonly at: number;
  readonly places: readonly PartyPlace[];
}

interface PartyPlace {
  readonly party: string;
  readonly ordinal: number;
  readonly previous: number;
  readonly head: Head | null;
}

/** Whether all records of a reader are there. */
export interface Completeness {
  /** Whose: a participant, or null for the whole log. */
  readonly party: string | null;
  /** Their numbers, or their places in the whole log: of the first and the last; null when there is none. */
  readonly span: readonly [first: number, last: number] | null;
  /** All are there up to this one; null when none says so. */
  readonly upTo: { readonly index: number; readonly at: number } | null;
  /** What is missing or does not agree, a sentence each. */
  readonly faults: readonly string[];
}

/** What of a record tells whether others are missing: little enough to keep of each. */
export function placedRecord({ index, at, parts }: SeenRecord): PlacedRecord {
  return {
    index,
    at,
    places: parts.map(({ party, ordinal, previous, facts }) => {
      const heads = facts?.heads;
      const head = heads?.heads.find((each) => each.party === party);
      // Field by field: a message keeps those that are not set on its prototype.
      const said = heads && head && { size: heads.size, ordinal: head.ordinal, index: head.index };
      return { party, ordinal, previous, head: said ?? null };
    }),
  };
}

/**
 * Milliseconds by which a record may stand before or behind others of its time: it was sent again meanwhile. So far
 * around a time is looked for its records.
 */
export const OUT_OF_ORDER = 600_000;

/** Where records must begin: with the first, or with one well before a time (Unix ms), or before a place. */
export interface Beginning {
  readonly from: number;
  readonly fromIndex: number;
  /** The first entry that is shown: those before stand in archives. */
  readonly archivedUntil?: number;
}

/**
 * Checks that none is missing of the records of a party, or of the whole log where records of others are
 * among them; in the order of the log. They may begin anywhere unless it is said where.
 */
export function checkRecords(
  party: string,
  rows: readonly PlacedRecord[],
  beginning?: Beginning,
): Completeness {
  const own = rows.every(({ places }) => places.length === 1 && places[0]!.party === party);
  const byParty = new Map<string, Numbered[]>();
  for (const { index, at, places } of rows)
    for (const { party: whose, ...place } of places) {
      const its = byParty.get(whose);
      if (its) its.push({ index, at, ...place });
      else byParty.set(whose, [{ index, at, ...place }]);
    }
  const numberings = [...byParty].map(([whose, its]) => checkNumbers(whose, its));
  const faults = numberings.flatMap((its) => its.faults);
  if (beginning && rows[0] && !beginsAt(rows[0], own, beginning))
    faults.unshift(`the records before entry ${rows[0].index} are missing`);
  if (own) {
    const [its] = numberings;
    return { party, span: its ? [its.first, its.last] : null, upTo: its?.upTo ?? null, faults };
  }
  // Who sees the whole log needs no heads: entries are numbered themselves.
  const last = rows.at(-1)!;
  const upTo = { index: last.index, at: last.at };
  const span = [rows[0]!.index, last.index] as const;
  return { party: null, span, upTo, faults: [...missingEntries(rows), ...faults] };
}

function beginsAt(
  { index, at, places }: PlacedRecord,
  own: boolean,
  { from, fromIndex, archivedUntil = 0 }: Beginning,
): boolean {
  const isFirst = own
    ? places[0]!.ordinal === 1 || places[0]!.previous < archivedUntil
    : index === archivedUntil;
  return isFirst || at < from - OUT_OF_ORDER || index < fromIndex;
}

function missingEntries(rows: readonly PlacedRecord[]): string[] {
  return rows.flatMap(({ index }, i) => {
    const expected = i === 0 ? index : rows[i - 1]!.index + 1;
    if (index === expected) return [];
    if (index < expected) return [`entry ${index} comes after entry ${expected - 1}`];
    return [
      index === expected + 1
        ? `entry ${expected} is missing`
        : `entries ${expected} to ${index - 1} are missing`,
    ];
  });
}
