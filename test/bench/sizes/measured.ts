import { quantile } from "../figure.ts";
import type { Kind } from "./sized-log.ts";

/** Milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly tries: number;
}

export function timesOf(each: readonly number[]): Times {
  return { p50: quantile(each, 0.5), p99: quantile(each, 0.99), tries: each.length };
}

export type Reader = "auditor of all" | "participant's auditor";

/** One kind of question by one reader. */
export interface Queried {
  readonly kind: Kind;
  readonly reader: Reader;
  /** Without the door: found and read in the database, derived from the records again. */
  readonly answer: Times;
  /** Milliseconds of processor time for one, of the database and of who answers. */
  readonly processor: number;
  /** Of it, to find the entries. */
  readonly find: Times;
  /** Rows of the median answer. */
  readonly rows: number;
  /** Through the door: recorded, reached by the log, answered. */
  readonly door: Times;
}

/** All that was measured at one size. */
export interface Measured {
  readonly size: number;
  /** Entries a second while the log grew to this size. */
  readonly grown: number;
  readonly queried: readonly Queried[];
  readonly inclusion: Times;
  readonly consistency: Times;
  /** Of 1,000 entries: laid out, written and on disk. */
  readonly append: Times;
  readonly proofVerified: Times;
  /** Entries a second; null above the size to which it is measured. */
  readonly verified: { readonly hashed: number; readonly whole: number } | null;
  readonly bytes: { readonly [table: string]: number };
}

/** A time for people. */
export function inFigures(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2);
}
