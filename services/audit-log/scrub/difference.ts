/** Where the log is looked at: its tables, the file beside them, and the stream that it was written from. */
export type Place = keyof typeof nextSteps;

/** Something that does not follow from the records, or is not what was published. */
export interface Difference {
  readonly table: Place;
  /** Of the entry, or of the row where rows have an index of their own; 0 where there is none. */
  readonly index: number;
  /** Empty when a whole row is missing, or is one too many. */
  readonly column: string;
  /** A sentence without a value of any row: it stands in the service's own log. */
  readonly says: string;
  /** What to do now. */
  readonly next: string;
}

const KEEP = "Keep the database as it is, it is evidence: copy it before anything else.";

const evidence =
  `${KEEP} Nothing was repaired. Compare with the checkpoints that Members hold, then put back a backup ` +
  `of the database, or make the log anew from the stream: docs/log.md.`;
const finding =
  `${KEEP} Nothing was repaired. The entries are not touched by it, but answers may leave rows out: make ` +
  `the database anew from the stream, as docs/log.md says.`;
const stream =
  `Keep the stream and the database as they are: copy both before anything else. Nothing was repaired. ` +
  `Compare the stream with its replicas and its backup: docs/log.md.`;

/** A place of which nobody says what to do next does not compile. */
const nextSteps = {
  entries: evidence,
  tiles: evidence,
  log_state: evidence,
  checkpoints: evidence,
  "published-checkpoint": evidence,
  parts: finding,
  notice_entries: finding,
  operation_entries: finding,
  party_heads: finding,
  time_spans: finding,
  stream,
} as const;

export function difference(table: Place, index: number, column: string, says: string): Difference {
  return { table, index, column, says, next: nextSteps[table] };
}

/** The names of the columns in which a row is not what it should be. */
export function otherColumns<Row extends object>(found: Row, expected: Row): string[] {
  return (Object.keys(expected) as (keyof Row & string)[]).filter(
    (column) => found[column] !== expected[column],
  );
}
