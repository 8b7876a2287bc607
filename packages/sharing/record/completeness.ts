import { SECRETARIAT } from "../directory/secretariat.ts";
import { Faults } from "./faults.ts";
import { type Numbered, Numbering } from "./numbering.ts";
import type { SeenRecord } from "./row-filter.ts";
import { Salts } from "./salts.ts";

/** Whether all records of a reader are there. */
export interface Completeness {
  /** Whose: a participant, or null for the whole log, which the Secretariat sees. */
  readonly party: string | null;
  /** Their numbers, or their places in the whole log: of the first and the last; null when there is none. */
  readonly span: readonly [first: number, last: number] | null;
  /** All are there up to this one; null when none says so, or none that tells of the end of what was asked for. */
  readonly upTo: { readonly index: number; readonly at: number } | null;
  /** Nothing but that the entries before it are said to stand in archives excuses where they begin. */
  readonly archived: boolean;
  /** What is missing or does not agree, a sentence each. */
  readonly faults: readonly string[];
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
 * Checks that none is missing of the records of a party, or of the whole log, and that none stands there twice. They are
 * taken one by one in the order of the log; a salt is kept of each.
 */
export class RecordsCheck {
  readonly #faults = new Faults();
  /** Entries that are not there: faults where the whole log is seen. */
  readonly #gaps = new Faults();
  readonly #salts = new Salts();
  readonly #byParty = new Map<string, PartyRecords>();
  #first: SeenRecord | null = null;
  #last: SeenRecord | null = null;
  /** Place of the first that is not of one party alone, the same as those before; null for none. */
  #mixed: number | null = null;
  /** The last record that says how far the parties' records go. */
  #heads: LastHeads | null = null;

  /** Place of the last that was taken; -1 for none. */
  get lastIndex(): number {
    return this.#last?.index ?? -1;
  }

  take(record: SeenRecord): void {
    const { index, at, parts } = record;
    this.#first ??= record;
    if (this.#last) this.#gaps.add(...missingBetween(this.#last.index, index));
    this.#last = record;
    // Each part has one of its own, and the same first part comes with the same record.
    if (parts[0]) this.#salts.add(index, parts[0].salt);
    for (const { party, ordinal, previous, facts } of parts) {
      let its = this.#byParty.get(party);
      if (!its) this.#byParty.set(party, (its = new PartyRecords(party)));
      // Whom the directory does not know can be refused, and nothing else; it has no heads.
      if (!facts?.refused) its.since ??= index;
      const heads = facts?.heads;
      const said = heads?.heads.find((each) => each.party === party);
      // Field by field: a message keeps those that are not set on its prototype.
      const head =
        heads && said ? { size: heads.size, ordinal: said.ordinal, index: said.index } : null;
      const numbered = { index, at, ordinal, previous, head };
      its.begin ??= numbered;
      this.#faults.add(...its.take(numbered));
      if (heads) this.#heads = { index, at, size: heads.size };
    }
    if (parts.length !== 1 || this.#byParty.size > 1) this.#mixed ??= index;
  }

  /**
   * What was found. `reader` is who asked: the Secretariat sees the whole log, and any other its own records, whatever
   * the hub shows; null for whoever's they are. They may begin anywhere unless it is said where.
   */
  found(reader: string | null, beginning?: Beginning): Completeness {
    const [whose = ""] = this.#byParty.keys();
    const isWhole = reader === null ? this.#mixed !== null : reader === SECRETARIAT;
    return isWhole
      ? this.#foundWhole(reader, beginning)
      : this.#foundOf(reader ?? whose, beginning);
  }

  #foundOf(party: string, beginning?: Beginning): Completeness {
    const its = this.#byParty.get(party);
    const begin = its?.begin;
    const begins = begin && beginning ? beginsAt(begin, beginning) : true;
    const faults = [...missingBefore(begin, begins), ...this.#strange(party), ...this.#both];
    const span = its ? ([its.first, its.last] as const) : null;
    return { party, span, upTo: its?.upTo ?? null, archived: begins === "archived", faults };
  }

  #foundWhole(reader: string | null, beginning?: Beginning): Completeness {
    const first = this.#first;
    const last = this.#last;
    const heads = this.#heads;
    const begin = first && byPlace(first);
    const begins = begin && beginning ? beginsAt(begin, beginning) : true;
    const faults = [
      ...this.#gaps.all,
      ...missingBefore(begin, begins),
      ...this.#both,
      ...this.#openBeginnings(),
      ...this.#openEnds(reader),
    ];
    const span = first && last ? ([first.index, last.index] as const) : null;
    const upTo = heads && { index: heads.index, at: heads.at };
    return { party: null, span, upTo, archived: begins === "archived", faults };
  }

  /** What does not agree, and what came twice. */
  get #both(): string[] {
    return [...this.#faults.all, ...this.#salts.faults];
  }

  /** What is shown to a reader that sees its own alone, and is not its own. */
  #strange(party: string): string[] {
    const [whose] = this.#byParty.keys();
    const isOther = whose !== undefined && whose !== party;
    const index = isOther ? this.#first!.index : this.#mixed;
    return index === null ? [] : [`entry ${index} is not shown as a record of ${party} alone`];
  }

  /** The part of a party that comes first must go on from a record before all that was read. */
  #openBeginnings(): string[] {
    return [...this.#byParty].flatMap(([party, { begin }]) =>
      !begin || begin.ordinal <= 1 || begin.previous < this.#first!.index
        ? []
        : [`the records of ${party} before entry ${begin.index} are missing`],
    );
  }

  /**
   * The entries of the whole log are numbered themselves, but not the parts of one: the last heads have one for each
   * party, of which others could be left away from some entry on. The reader is a party too.
   */
  #openEnds(reader: string | null): string[] {
    const heads = this.#heads;
    if (!heads) return [];
    const open = [...this.#byParty].flatMap(([party, { since, upTo, lastIndex }]) =>
      since === null || since >= heads.size || upTo?.index === heads.index
        ? []
        : [`the records of ${party} behind entry ${lastIndex} are not shown to end`],
    );
    if (reader === null || this.#byParty.has(reader)) return open;
    return [...open, `no record of ${reader} is shown, and none of how far they go`];
  }
}

interface LastHeads {
  readonly index: number;
  readonly at: number;
  /** The entries of the log of which they are said. */
  readonly size: number;
}

class PartyRecords extends Numbering {
  /** The first; null when there is none. */
  begin: Numbered | null = null;
  /** Place of the first that the heads must tell the end of; null when there is none. */
  since: number | null = null;
}

/** The first record that is shown; the entries of the whole log are numbered by their places. */
type Begin = Pick<Numbered, "index" | "at" | "ordinal" | "previous">;

function byPlace({ index, at }: SeenRecord): Begin {
  return { index, at, ordinal: index + 1, previous: index - 1 };
}

/** Whether records may begin with one, or only because those before it are in archives. */
function beginsAt(
  { index, at, ordinal, previous }: Begin,
  { from, fromIndex, archivedUntil = 0 }: Beginning,
): boolean | "archived" {
  if (ordinal === 1 || at < from - OUT_OF_ORDER || index < fromIndex) return true;
  return previous < archivedUntil && "archived";
}

function missingBefore(begin: Begin | null | undefined, begins: boolean | "archived"): string[] {
  return begin && !begins ? [`the records before entry ${begin.index} are missing`] : [];
}

function missingBetween(before: number, index: number): string[] {
  const expected = before + 1;
  if (index === expected) return [];
  if (index < expected) return [`entry ${index} comes after entry ${before}`];
  return [
    index === expected + 1
      ? `entry ${expected} is missing`
      : `entries ${expected} to ${index - 1} are missing`,
  ];
}
