import { setTimeout as sleep } from "node:timers/promises";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Committer } from "@talanoa/platform/bus/committer.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { recordMessage, recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import type { Pool } from "pg";

export interface HeadsOptions {
  readonly bus: Bus;
  readonly committer: Committer;
  readonly pool: Pool;
  readonly log: Logger;
  /** Whom it does not know has no reader, and must not make the record too large. */
  readonly directory: () => Directory;
  /** Milliseconds from one record to the next. */
  readonly every: number;
}

/**
 * Records how far the records of each party go, in each period with entries, until the signal aborts:
 * answers are then known to be complete up to there.
 */
export async function writeHeads(options: HeadsOptions, signal: AbortSignal): Promise<void> {
  const { log, every } = options;
  while (!signal.aborted) {
    await sleep(every - (Date.now() % every), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await writeNext(options);
    } catch (error) {
      // Another process may have written them.
      log.warn({ err: error }, "the heads of the log could not be recorded");
    }
  }
}

async function writeNext({ bus, committer, pool, directory }: HeadsOptions): Promise<void> {
  const subject = subjects.record("heads");
  const last = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  const before = last ? (recordOf(last)?.facts?.heads?.size ?? 0) : 0;
  const { rows } = await pool.query<{ size: number; heads: [string, number, number][] | null }>(
    `select size, (select json_agg(json_build_array(party, ordinal, index) order by party) from party_heads) as heads
     from log_state`,
  );
  const { size, heads } = rows[0]!;
  // The heads themselves are an entry, and no reason for more.
  if (!heads || size <= before + (last ? 1 : 0)) return;
  const known = directory();
  const told = heads.filter(([party]) => known.participant(party));
  const facts = {
    heads: { size, heads: told.map(([party, ordinal, index]) => ({ party, ordinal, index })) },
  };
  const record = { at: Date.now(), facts };
  await committer.commit([recordMessage(record, { subject, lastSequence: last?.sequence ?? 0 })]);
}
