/** A record among those of one party or one notice. */
export interface Numbered {
  /** Place in the log, from 0. */
  readonly index: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** Its number, from 1. */
  readonly ordinal: number;
  /** Place in the log of the one before; 0 for the first. */
  readonly previous: number;
  /** Of a record that says how far the party's records go: that. */
  readonly head: Head | null;
}

export interface Head {
  /** The size of the log that it is said of. */
  readonly size: number;
  /** The number and the place in the log of the last record before. */
  readonly ordinal: number;
  readonly index: number;
}

/**
 * Checks that records are numbered without a gap, that each names the place of the one before, and that
 * the heads among them agree. They are taken one by one in the order of the log, from any of them on, and only the
 * places since the last heads are kept; `whose` is "FJ" or a notice.
 */
export class Numbering {
  readonly #whose: string;
  #first = 0;
  #last: Numbered | null = null;
  #upTo: Numbered | null = null;
  /** Places in the log of the records since the last heads and of the one that they name, and its number. */
  #recent: number[] = [];
  #recentFrom = 1;

  constructor(whose: string) {
    this.#whose = whose;
  }

  /** Numbers of the first and the last record; 0 when there is none. */
  get first(): number {
    return this.#first;
  }
  get last(): number {
    return this.#last?.ordinal ?? 0;
  }

  /** Place in the log of the last; -1 for none. */
  get lastIndex(): number {
    return this.#last?.index ?? -1;
  }

  /** The last heads among them: nothing up to there is missing, unless a fault says what. */
  get upTo(): Pick<Numbered, "index" | "at"> | null {
    return this.#upTo;
  }

  /** Takes the next record; gives what is missing before it or does not agree, a sentence each. */
  take(row: Numbered): string[] {
    const whose = this.#whose;
    const before = this.#last;
    const faults = before ? faultsAfter(whose, before, row) : faultsOfFirst(whose, row);
    if (!before) this.#first = row.ordinal;
    if (row.ordinal !== this.#recentFrom + this.#recent.length) {
      this.#recent = [];
      this.#recentFrom = row.ordinal;
    }
    this.#recent.push(row.index);
    this.#last = row;
    if (!row.head) return faults;
    this.#upTo = row;
    const placeOf = (ordinal: number) => this.#recent[ordinal - this.#recentFrom];
    faults.push(...faultsOfHead(whose, row, row.head, placeOf));
    this.#forgetBefore(row.head.ordinal);
    return faults;
  }

  #forgetBefore(ordinal: number): void {
    const count = Math.min(ordinal - this.#recentFrom, this.#recent.length);
    if (count <= 0) return;
    this.#recent.splice(0, count);
    this.#recentFrom += count;
  }
}

/** The same of records that are at hand; gives the faults of all. */
export function checkNumbers(
  whose: string,
  rows: readonly Numbered[],
): { readonly numbering: Numbering; readonly faults: string[] } {
  const numbering = new Numbering(whose);
  return { numbering, faults: rows.flatMap((row) => numbering.take(row)) };
}

function faultsOfFirst(whose: string, { index, ordinal, previous }: Numbered): string[] {
  if (ordinal < 1) return [`entry ${index} has no number among the records of ${whose}`];
  if (ordinal > 1 || previous === 0) return [];
  return [`entry ${index} is the first record of ${whose}, and names entry ${previous} before it`];
}

function faultsAfter(whose: string, before: Numbered, row: Numbered): string[] {
  const missing = row.ordinal - before.ordinal - 1;
  if (row.index <= before.index || missing < 0)
    return [
      `entry ${row.index} has number ${row.ordinal} among the records of ${whose}, after entry ` +
        `${before.index} with number ${before.ordinal}`,
    ];
  if (missing > 0) {
    const which =
      missing === 1
        ? `record ${before.ordinal + 1} of ${whose} is`
        : `records ${before.ordinal + 1} to ${row.ordinal - 1} of ${whose} are`;
    return [`${which} missing, between entry ${before.index} and entry ${row.index}`];
  }
  if (row.previous === before.index) return [];
  return [
    `entry ${row.index} says that entry ${row.previous} is the record of ${whose} before it, and it ` +
      `is entry ${before.index}`,
  ];
}

function faultsOfHead(
  whose: string,
  row: Numbered,
  { size, ordinal, index }: Head,
  placeOf: (ordinal: number) => number | undefined,
): string[] {
  const says = `the heads at entry ${row.index} say that record ${ordinal} of ${whose}, at entry ${index},`;
  const shown = placeOf(ordinal);
  if (ordinal >= row.ordinal || index >= size || size > row.index)
    return [`${says} was its last of ${size} entries, which cannot be`];
  if (shown !== undefined && shown !== index)
    return [`${says} was its last, and entry ${shown} is`];
  const next = placeOf(ordinal + 1);
  if (next === undefined || next >= size) return [];
  return [`${says} was its last of ${size} entries, and entry ${next} is a later one`];
}
