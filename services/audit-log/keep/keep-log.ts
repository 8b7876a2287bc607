import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import { takeLead } from "@talanoa/platform/database/lead.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { contextOf, TRACEPARENT } from "@talanoa/platform/telemetry/propagation.ts";
import { spanUntilNow } from "@talanoa/platform/telemetry/span.ts";
import type { Pool } from "pg";
import { append, Batch } from "./append.ts";
import { checkStream } from "./check-stream.ts";
import { Heads } from "./heads.ts";
import { type LogPlace, type LogState, readPlace, readState } from "../tables/log-state.ts";
import { type LoggedRecord, loggedRecord } from "./logged-record.ts";
import { batchSizes, commitTimes, lags, unreadable } from "../measures.ts";
import { proveLastNumbers, proveNoticeHeads, provePartyHeads } from "./prove-heads.ts";
import { erasedAfter } from "./tombstones.ts";

/** The log as it is written: every record of the stream once, in its order. */
export interface LogKeeper extends AsyncDisposable {
  /** How far the log is, by this process or another. */
  readonly state: LogPlace;
  /** Whether this is the process that writes the log. */
  readonly leads: boolean;
  /** Whether all records up to a stream sequence are in the log; waits so many milliseconds for it. */
  reached(sequence: number, within: number): Promise<boolean>;
}

export interface KeeperOptions {
  readonly bus: Bus;
  readonly pool: Pool;
  readonly log: Logger;
  /** Told when the log cannot go on: the stream or the database is not what it was. */
  readonly onFailure: (error: unknown) => void;
  /** Notices whose last record is remembered, instead of looked up; 50,000 unless given. */
  readonly remembered?: number;
  /** What a process that does not write does at each look; never while it writes. */
  readonly whileFollowing?: () => Promise<void>;
  /** What only the process that writes does besides, until the signal aborts. */
  readonly whileLeading?: (signal: AbortSignal) => Promise<void>;
}

/** At most so many records are written together. */
const MOST = 2_000;
/** Messages that are read ahead, most of them copies without a record. */
const READ_AHEAD = 4_000;
// Each transaction waits for the disk, which the broker needs as well: few records wait a little for
// more, unless someone asks for them.
const ENOUGH = 500;
const PAUSE = 250;
/** Records that are taken together: fewer would ask the database too often for the notices that they name. */
const AT_ONCE = 1_000;
/** Notices that are looked up in one question: a record may name two hundred. */
const LOOKED_UP = 1_000;
/** Records that are read or hashed in one turn of the event loop: the database waits for its next statement as long. */
const IN_ONE_TURN = 25;

/** Milliseconds after which who does not write looks how far the log is, and whether the lead is free. */
const LOOK = 200;

/**
 * Keeps the log: reads records after the database's position and writes them, the next while the
 * last are being written. Throws `failed-precondition` when the stream or the tree is not the log's.
 *
 * Of several processes one has the lead and writes; another takes over when the database has lost
 * it. Two that both believe to lead are harmless: of two that write at one place one wins, and the other
 * reads on from there.
 */
export async function keepLog(options: KeeperOptions): Promise<LogKeeper> {
  const { bus, pool, log, onFailure, whileFollowing, whileLeading, remembered } = options;
  const stop = new AbortController();
  let leads = false;
  let state: LogPlace = await retryUntil(() => readState(pool));
  await checkStream(bus, pool, state);
  const asked = new Set<number>();
  let change = Promise.withResolvers<void>();

  function changed(): void {
    change.resolve();
    change = Promise.withResolvers();
  }

  async function changeWithin(milliseconds: number): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const late = sleep(Math.max(1, milliseconds), undefined, { signal }).catch(() => {});
    await Promise.race([change.promise, late]);
    over.abort();
  }

  async function keep(): Promise<void> {
    while (!stop.signal.aborted) {
      await using lead = await takeLead(pool);
      if (lead) {
        leads = true;
        log.info("this process writes the log");
        await leading(AbortSignal.any([stop.signal, lead.lost])).finally(() => (leads = false));
      } else {
        advance(await retryUntil(() => readPlace(pool), stop.signal));
        await retryUntil(async () => whileFollowing?.(), stop.signal);
        await sleep(LOOK, undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  }

  /** Writes, and does what goes with it, until the lead is over or one of both fails. */
  async function leading(until: AbortSignal): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([until, over.signal]);
    // The first that fails is the reason: it interrupts the others.
    let failure: { readonly reason: unknown } | undefined;
    const work = [write(signal), ...(whileLeading ? [whileLeading(signal)] : [])];
    const all = work.map((each) =>
      each.catch((reason: unknown) => (failure ??= { reason })).finally(() => over.abort()),
    );
    await Promise.all(all);
    if (failure && !until.aborted) throw failure.reason;
  }

  /** After any failure, and after another process wrote, only the database's state counts. */
  async function write(signal: AbortSignal): Promise<void> {
    await retryUntil(() => proveLastNumbers(pool), signal);
    while (!signal.aborted) {
      const start = await retryUntil(() => readState(pool), signal);
      advance(start);
      // A position that somebody moved on would leave out the records before it.
      await patiently(() => retryUntil(() => checkStream(bus, pool, start), signal), signal);
      const heads = await retryUntil(() => Heads.read(pool), signal);
      await retryUntil(() => provePartyHeads(pool, heads.parties), signal);
      await keepFrom(start, heads, signal);
    }
  }

  function advance(next: LogPlace): void {
    if (next.position < state.position) throw databaseWentBack(state, next);
    state = next;
    changed();
  }

  /** Reads and writes on from a state, until the log is not where this has left it. */
  async function keepFrom(start: LogState, heads: Heads, leading: AbortSignal): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([leading, over.signal]);
    /** Laid out as records come in, to stand behind what is being written. */
    let open = new Batch(start, heads);

    /** Adds what comes next in the stream. */
    async function take(items: readonly Item[]): Promise<void> {
      // Never between looking up and adding: what is remembered then must still be.
      heads.forget(state.size, remembered);
      const notices = items.flatMap(({ record }) => record?.notices ?? []);
      // Not until this is over: that is no failure.
      for (let at = 0; at < notices.length; at += LOOKED_UP) {
        const asked = notices.slice(at, at + LOOKED_UP);
        const found = await retryUntil(() => heads.lookUp(pool, asked), leading);
        await retryUntil(() => proveNoticeHeads(pool, found), leading);
      }
      for (const [i, { record, trace, tombstone }] of items.entries()) {
        if (i % IN_ONE_TURN === 0) await setImmediate();
        while (isFull(open) && !signal.aborted) {
          // It may have been empty until now, and who writes waits for a word.
          changed();
          await change.promise;
        }
        if (record) {
          open.add(record);
          if (trace !== undefined) open.traces.push(trace);
        } else open.tombstone(tombstone.sequence, tombstone.erased);
      }
      // At once: more may be at hand than there is room for, and who writes waits for a word.
      changed();
    }

    function readItem(message: StoredMessage): Item {
      const record = loggedRecord(message);
      if (!record.record) alarm(record, message.subject);
      return { record, trace: message.header(TRACEPARENT) };
    }

    async function read(): Promise<void> {
      const startSequence = start.position + 1;
      const erased = await patiently(() => erasedAfter(bus, start.position, signal), signal);
      // All headers of the stream: to leave out by several filters what has no record takes the broker
      // 47 µs a message, to send it 8, so that one who filtered could not keep up (nats-server 2.15.1).
      const options = {
        filters: [],
        wanted: subjects.isRecorded,
        startSequence,
        headersOnly: true,
        window: READ_AHEAD,
        signal,
      };
      for await (const messages of readFrom(bus, options)) {
        for (let at = 0; at < messages.length; at += AT_ONCE) {
          const items: Item[] = [];
          for (const [i, message] of messages.slice(at, at + AT_ONCE).entries()) {
            if (i % IN_ONE_TURN === 0) await setImmediate();
            const { sequence } = message;
            // What was erased has its record where it stood, not where its tombstone stands.
            while (erased[0] && erased[0].sequence < sequence)
              items.push(readItem(erased.shift()!));
            if (erased[0]?.sequence === sequence) erased.shift();
            const erasure = erasedBy(message);
            if (erasure) items.push({ tombstone: { sequence, erased: erasure.sequence } });
            else items.push(readItem(message));
          }
          await take(items);
        }
      }
    }

    async function write(): Promise<void> {
      for (let started = 0; await timeToWrite(started);) {
        started = performance.now();
        const batch = open;
        open = new Batch(batch.to, heads);
        changed();
        if (!(await attempt(batch))) return;
        advance(batch.to);
      }
    }

    /** True when it is time for the next batch; false when this is over. */
    async function timeToWrite(started: number): Promise<boolean> {
      while (!signal.aborted) {
        const left = started + PAUSE - performance.now();
        const urgent = asked.size > 0 || open.size >= ENOUGH || open.endsPartition || left <= 0;
        if (open.size > 0 && urgent) return true;
        if (open.size === 0) await change.promise;
        else await changeWithin(left);
      }
      return false;
    }

    const end = (): void => {
      over.abort();
      changed();
    };
    const loops = [read(), write()].map((loop) => loop.finally(end));
    for (const ended of await Promise.allSettled(loops)) {
      if (ended.status === "rejected") throw ended.reason;
    }
  }

  function alarm({ sequence, bytes }: LoggedRecord, subject: string): void {
    unreadable.add(1);
    const about = { sequence, subject: subject.split(".")[0], bytes: bytes.length };
    log.error(about, "a message has no record that can be read: it is logged as unknown");
  }

  /** Writes a batch: whether it stands where it was laid out for. */
  async function attempt(batch: Batch): Promise<boolean> {
    const started = performance.now();
    try {
      if (await append(pool, batch)) {
        commitTimes.record(performance.now() - started);
        batchSizes.record(batch.size);
        lags.record(Date.now() - batch.storedAt);
        const began = Date.now() - Math.round(performance.now() - started);
        for (const trace of batch.traces) spanUntilNow("log", began, contextOf(trace));
        return true;
      }
      log.warn({ position: batch.from.position }, "another process writes this log as well");
    } catch (error) {
      // It may stand or not: what to write next is found out from the state.
      log.error({ err: error, position: batch.from.position }, "records could not be written");
      await sleep(100);
    }
    return false;
  }

  /** What is wrong with the stream is said as at the start. */
  async function reasonOf(error: unknown): Promise<unknown> {
    return checkStream(bus, pool, state).then(
      () => error,
      (found: unknown) => (isRefusal(found) ? found : error),
    );
  }

  const keeping = keep().catch(async (error: unknown) => {
    if (stop.signal.aborted) return;
    stop.abort(error);
    changed();
    onFailure(await reasonOf(error));
  });
  return {
    get state() {
      return state;
    },
    get leads() {
      return leads;
    },
    async reached(sequence, within) {
      if (state.position >= sequence) return true;
      const end = performance.now() + within;
      asked.add(sequence);
      changed();
      while (state.position < sequence && performance.now() < end && !stop.signal.aborted) {
        await changeWithin(end - performance.now());
      }
      asked.delete(sequence);
      return state.position >= sequence;
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the log is no longer kept"));
      changed();
      await keeping;
    },
  };
}

function isFull(batch: Batch): boolean {
  return batch.size >= MOST || batch.endsPartition;
}

/** What the stream has next for the log. */
type Item =
  | {
      readonly record: LoggedRecord;
      /** The trace that its message was stored in, when there is one. */
      readonly trace: string | undefined;
      readonly tombstone?: undefined;
    }
  | {
      readonly record?: undefined;
      readonly trace?: undefined;
      readonly tombstone: { readonly sequence: number; readonly erased: number };
    };

function databaseWentBack(before: LogPlace, after: LogPlace): HubError {
  return new HubError(
    "failed-precondition",
    `the log's database went back from position ${before.position} to ${after.position}: it was ` +
      `replaced by an older copy while it was in use. Start again to go on from there.`,
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof HubError && error.code === "failed-precondition";
}
