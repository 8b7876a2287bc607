import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { readRecord } from "@talanoa/sharing/record/entry.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import type { Pool } from "pg";
import { append, Batch } from "../../keep/append.ts";
import { Heads } from "../../keep/heads.ts";
import { type LogState, readState } from "../../tables/log-state.ts";
import type { LoggedRecord } from "../../keep/logged-record.ts";
import type { ExchangeRecords } from "./exchange-records.ts";

/** Entries that are appended together. */
const TOGETHER = 1_000;
const PROGRESS_EVERY = 10_000;

export interface Growth {
  readonly size: number;
  /** Of the entries that were added. */
  readonly perSecond: number;
  /** Milliseconds of each append of a thousand: laid out, written and on disk. */
  readonly appends: readonly number[];
}

/**
 * Appends to the log until it has so many entries, as the service does. The stream has none of these
 * records: they stand at the place of the last that it has, which comes once more at the end, so that the
 * service finds the log where its stream is. Nobody else may write.
 */
export async function grow(
  pool: Pool,
  records: ExchangeRecords,
  size: number,
  report: (line: string) => void,
): Promise<Growth> {
  let state = await readState(pool);
  const heads = await Heads.read(pool);
  const last = await lastRecord(pool, state);
  const { size: before, position } = state;
  const appends: number[] = [];
  const started = performance.now();
  let reported = started;
  while (state.size < size) {
    const left = state.partition - (state.size % state.partition);
    const count = Math.min(TOGETHER, size - state.size, left);
    const next: LoggedRecord[] = Array.from({ length: count }, () =>
      loggedAt(position, records.next()),
    );
    if (state.size + count === size) next[count - 1] = last;
    await heads.lookUp(
      pool,
      next.flatMap(({ notices }) => notices),
    );
    const from = performance.now();
    const batch = new Batch(state, heads);
    for (const record of next) batch.add(record);
    if (!(await append(pool, batch))) throw new Error("another process writes this log as well");
    if (count === TOGETHER) appends.push(performance.now() - from);
    state = batch.to;
    heads.forget(state.size);
    if (performance.now() - reported > PROGRESS_EVERY) {
      reported = performance.now();
      const perSecond = ((state.size - before) / (reported - started)) * 1_000;
      report(`${state.size} of ${size} entries, ${Math.round(perSecond)}/s`);
    }
  }
  const perSecond = ((state.size - before) / (performance.now() - started)) * 1_000;
  return { size: state.size, perSecond, appends };
}

/** A record as if it stood at a place in the stream. */
export function loggedAt(sequence: number, init: Init<Record>): LoggedRecord {
  const bytes = Record.encode(init);
  const record = readRecord(bytes);
  if (!record?.facts) throw new Error("a record that cannot be read was made");
  const { at, exercise, participant, principal, facts } = record;
  const notices = noticesOf(facts);
  return {
    sequence,
    storedAt: at + 1,
    bytes,
    record,
    at,
    exercise,
    participant,
    principal,
    notices,
  };
}

async function lastRecord(pool: Pool, { size, position }: LogState): Promise<LoggedRecord> {
  const { rows } = await pool.query<{ record: Buffer; stored_at: number }>(
    "select record, stored_at from entries where index = $1",
    [size - 1],
  );
  if (!rows[0]) throw new Error("the log has no entry: it grows after those of a hub");
  const { record: bytes, stored_at: storedAt } = rows[0];
  return { ...loggedAt(position, Record.decode(bytes)), bytes, storedAt };
}
