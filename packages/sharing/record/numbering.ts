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

/** How far records are all there. */
export interface Numbering {
  /** Numbers of the first and the last record; 0 when there is none. */
  readonly first: number;
  readonly last: number;
  /** The last heads among them: nothing up to there is missing, unless the faults say what. */
  readonly upTo: Pick<Numbered, "index" | "at"> | null;
  /** What is missing or does not agree, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Checks that records are numbered without a gap, that each names the place of the one before, and that
 * the heads among them agree. In the order of the log, from any of them on; `whose` is "FJ" or a notice.
 */
export function checkNumbers(whose: string, rows: readonly Numbered[]): Numbering {
  const faults: string[] = [];
  const places = new Map<number, number>();
  let before: Numbered | null = null;
  let upTo: Numbered | null = null;
  for (const row of rows) {
    faults.push(...(before ? faultsAfter(whose, before, row) : faultsOfFirst(whose, row)));
    places.set(row.ordinal, row.index);
    before = row;
    if (!row.head) continue;
    upTo = row;
    faults.push(...faultsOfHead(whose, row, row.head, places));
  }
  const [first] = rows;
  return { first: first?.ordinal ?? 0, last: before?.ordinal ?? 0, upTo, faults };
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
  places: ReadonlyMap<number, number>,
): string[] {
  const says = `the heads at entry ${row.index} say that record ${ordinal} of ${whose}, at entry ${index},`;
  const shown = places.get(ordinal);
  if (ordinal >= row.ordinal || index >= size || size > row.index)
    return [`${says} was its last of ${size} entries, which cannot be`];
  if (shown !== undefined && shown !== index)
    return [`${says} was its last, and entry ${shown} is`];
  const next = places.get(ordinal + 1);
  if (next === undefined || next >= size) return [];
  return [`${says} was its last of ${size} entries, and entry ${next} is a later one`];
}
