import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Pool } from "pg";
import { append, Batch, type LogState, readState } from "./append.ts";
import { checkStream } from "./check-stream.ts";
import { type LoggedRecord, loggedRecord } from "./logged-record.ts";
import { batchSizes, commitTimes, lags, unreadable } from "./measures.ts";

/** The log as it is written: every record of the stream once, in its order. */
export interface LogKeeper extends AsyncDisposable {
  readonly state: LogState;
  /** Whether all records up to a stream sequence are in the log; waits so many milliseconds for it. */
  reached(sequence: number, within: number): Promise<boolean>;
}

export interface KeeperOptions {
  readonly bus: Bus;
  readonly pool: Pool;
  readonly log: Logger;
  /** Told when the log cannot go on: the stream or the database is not what it was. */
  readonly onFailure: (error: unknown) => void;
}

/** At most so many records are written together. */
const MOST = 2_000;
// Each transaction waits for the disk, which the broker needs as well: few records wait a little for
// more, unless someone asks for them.
const ENOUGH = 500;
const AT_ONCE = 100;
const PAUSE = 40;

/**
 * Keeps the log: reads records after the database's position and writes them, the next while the
 * last are being written. Throws `failed-precondition` when the stream is not the log's.
 *
 * A second process that does the same is harmless: of two that write at one place one wins, and the
 * other goes on from there.
 */
export async function keepLog({ bus, pool, log, onFailure }: KeeperOptions): Promise<LogKeeper> {
  const stop = new AbortController();
  const { signal } = stop;
  let state = await retryUntil(() => readState(pool));
  await checkStream(bus, pool, state);
  /** Where records are laid out as they come in: what is being written lies between it and the state. */
  let open = new Batch(state);
  const asked = new Set<number>();
  let change = Promise.withResolvers<void>();

  function changed(): void {
    change.resolve();
    change = Promise.withResolvers();
  }

  async function read(): Promise<void> {
    const startSequence = state.position + 1;
    const filters = subjects.recorded;
    const options = { filters, startSequence, headersOnly: true, window: MOST, signal };
    for await (const messages of readFrom(bus, options)) {
      for (const [i, message] of messages.entries()) {
        // Hashing thousands at once would keep the database waiting for its next statement.
        if (i % AT_ONCE === AT_ONCE - 1) await setImmediate();
        while (open.records.length >= MOST && !signal.aborted) await change.promise;
        // Another process may have written it already.
        if (message.sequence <= open.to.position) continue;
        const record = loggedRecord(message);
        if (!record.readable) alarm(record, message.subject);
        open.add(record);
      }
      changed();
    }
  }

  function alarm({ sequence, bytes }: LoggedRecord, subject: string): void {
    unreadable.add(1);
    const about = { sequence, subject: subject.split(".")[0], bytes: bytes.length };
    log.error(about, "a message has no record that can be read: it is logged as unknown");
  }

  async function write(): Promise<void> {
    while (!signal.aborted) {
      const started = performance.now();
      const batch = open;
      if (batch.records.length > 0) {
        open = new Batch(batch.to);
        changed();
        settle(batch, await attempt(batch));
        changed();
      }
      await more(started);
    }
  }

  /** Takes note of the log's state after an attempt at a batch. */
  function settle(batch: Batch, next: LogState): void {
    if (next.position < batch.from.position) throw databaseWentBack(batch.from, next);
    state = next;
    const { position, size } = batch.to;
    if (next.position === position && next.size === size) return;
    // Others may have written some of the records, or more: the rest is laid out anew behind them.
    const rest = [...batch.records, ...open.records].filter((its) => its.sequence > next.position);
    open = new Batch(next);
    for (const record of rest) open.add(record);
  }

  /** Resolves when it is time for the next batch. */
  async function more(started: number): Promise<void> {
    while (!signal.aborted) {
      const waiting = open.records.length;
      const left = started + PAUSE - performance.now();
      const urgent = asked.size > 0 || waiting >= ENOUGH || left <= 0;
      if (waiting > 0 && urgent) return;
      const timer = new AbortController();
      const pause = sleep(Math.max(1, left), undefined, { signal: timer.signal }).catch(() => {});
      await Promise.race(waiting > 0 ? [change.promise, pause] : [change.promise]);
      timer.abort();
    }
  }

  /** Writes a batch; gives the state of the log after it, whoever wrote. */
  async function attempt(batch: Batch): Promise<LogState> {
    const started = performance.now();
    try {
      if (await append(pool, batch)) {
        commitTimes.record(performance.now() - started);
        batchSizes.record(batch.records.length);
        lags.record(Date.now() - (batch.records[0]?.storedAt ?? 0));
        return batch.to;
      }
      log.warn({ position: batch.from.position }, "another process writes this log as well");
    } catch (error) {
      // It may stand or not. The state tells; the same records are laid out again after it.
      log.error({ err: error, position: batch.from.position }, "records could not be written");
      await sleep(100);
    }
    return retryUntil(() => readState(pool), signal);
  }

  async function run(loop: () => Promise<void>): Promise<void> {
    try {
      await loop();
    } catch (error) {
      if (signal.aborted) return;
      stop.abort(error);
      changed();
      onFailure(await reasonOf(error));
    }
  }

  /** What is wrong with the stream is said as at the start. */
  async function reasonOf(error: unknown): Promise<unknown> {
    return checkStream(bus, pool, state).then(
      () => error,
      (found: unknown) => (isRefusal(found) ? found : error),
    );
  }

  const loops = Promise.all([run(read), run(write)]);
  return {
    get state() {
      return state;
    },
    async reached(sequence, within) {
      if (state.position >= sequence) return true;
      const enough = AbortSignal.timeout(within);
      const late = new Promise((resolve) => enough.addEventListener("abort", resolve));
      asked.add(sequence);
      changed();
      while (state.position < sequence && !enough.aborted && !signal.aborted) {
        await Promise.race([change.promise, late]);
      }
      asked.delete(sequence);
      return state.position >= sequence;
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the log is no longer kept"));
      changed();
      await loops;
    },
  };
}

function databaseWentBack(before: LogState, after: LogState): HubError {
  return new HubError(
    "failed-precondition",
    `the log's database went back from position ${before.position} to ${after.position}: it was ` +
      `replaced by an older copy while it was in use. Start again to go on from there.`,
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof HubError && error.code === "failed-precondition";
}
