import { Faults } from "./faults.ts";
import { Numbering } from "./numbering.ts";
import type { SeenRecord } from "./row-filter.ts";

/** Whether all records of a reader are there. */
export interface Completeness {
  /** Whose: a participant, or null for the whole log. */
  readonly party: string | null;
  /** Their numbers, or their places in the whole log: of the first and the last; null when there is none. */
  readonly span: readonly [first: number, last: number] | null;
  /** All are there up to this one; null when none says so. */
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
 * Checks that none is missing of the records of a party, or of the whole log where records of others are
 * among them. They are taken one by one in the order of the log, and not kept.
 */
export class RecordsCheck {
  readonly #faults = new Faults();
  /** Entries that are not there: faults where the whole log is seen. */
  readonly #gaps = new Faults();
  readonly #byParty = new Map<string, PartyRecords>();
  #first: SeenRecord | null = null;
  #last: SeenRecord | null = null;
  /** Whether each has one party. */
  #single = true;
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
    this.#single &&= parts.length === 1;
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
      this.#faults.add(...its.take({ index, at, ordinal, previous, head }));
      if (heads) this.#heads = { index, at, size: heads.size };
    }
  }

  /**
   * What was found; `party` is whose records they should be, null for whoever's they are. They may begin
   * anywhere unless it is said where.
   */
  found(party: string | null, beginning?: Beginning): Completeness {
    const first = this.#first;
    const last = this.#last;
    const [whose] = this.#byParty.keys();
    const own = this.#single && this.#byParty.size <= 1 && (!first || !party || whose === party);
    const faults = this.#faults.all;
    const begins = beginning && first ? beginsAt(first, own, beginning) : true;
    if (!begins) faults.unshift(`the records before entry ${first!.index} are missing`);
    const archived = begins === "archived";
    if (own || !first || !last) {
      const [its] = this.#byParty.values();
      const span = its ? ([its.first, its.last] as const) : null;
      return { party: party ?? whose ?? "", span, upTo: its?.upTo ?? null, archived, faults };
    }
    const heads = this.#heads;
    const upTo = heads && { index: heads.index, at: heads.at };
    const span = [first.index, last.index] as const;
    const all = [...this.#gaps.all, ...faults, ...this.#openEnds()];
    return { party: null, span, upTo, archived, faults: all };
  }

  /**
   * The entries of the whole log are numbered themselves, but not the parts of one: the last heads have one for each
   * party, of which others could be left away from some entry on.
   */
  #openEnds(): string[] {
    const heads = this.#heads;
    if (!heads) return [];
    return [...this.#byParty].flatMap(([party, { since, upTo, lastIndex }]) =>
      since === null || since >= heads.size || upTo?.index === heads.index
        ? []
        : [`the records of ${party} behind entry ${lastIndex} are not shown to end`],
    );
  }
}

interface LastHeads {
  readonly index: number;
  readonly at: number;
  /** The entries of the log of which they are said. */
  readonly size: number;
}

class PartyRecords extends Numbering {
  /** Place of the first that the heads must tell the end of; null when there is none. */
  since: number | null = null;
}

/** Whether records may begin with one, or only because those before it are in archives. */
function beginsAt(
  { index, at, parts }: SeenRecord,
  own: boolean,
  { from, fromIndex, archivedUntil = 0 }: Beginning,
): boolean | "archived" {
  const isFirst = own ? parts[0]!.ordinal === 1 : index === 0;
  if (isFirst || at < from - OUT_OF_ORDER || index < fromIndex) return true;
  const isShownFirst = own ? parts[0]!.previous < archivedUntil : index === archivedUntil;
  return isShownFirst && "archived";
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
