import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { deleteConsumer } from "@talanoa/platform/bus/consumer.ts";
import { readStreamUsage, type StreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { ClientBase, Pool } from "pg";
import type { LogPlace } from "../tables/log-state.ts";
import { matchesStream } from "../measures.ts";
import { asItStood, erasedAt, tombstonesAfter } from "./tombstones.ts";

/**
 * Throws `failed-precondition` when the stream is not the one that the log was written from: it
 * ends before the log's position, has not the record of the last entry there, nor its tombstone, or begins behind it.
 */
export async function checkStream(
  bus: Bus,
  pool: Pool,
  { position, size }: LogPlace,
): Promise<void> {
  if (size === 0) return;
  const { firstSequence, lastSequence } = await readEnds(bus);
  if (lastSequence < position) {
    throw refusal(
      `the stream ${EXCHANGE} ends at ${lastSequence}, but the log has it up to ${position}`,
    );
  }
  checkGap(position, firstSequence, await readCompared(pool));
  // What stood before its beginning, the stream has lost.
  if (position < firstSequence) return;
  const { rows } = await pool.query<{ record: Buffer; stream_sequence: number }>(
    "select record, stream_sequence from entries where index = $1",
    [size - 1],
  );
  const [last] = rows;
  const message =
    (await readMessage(bus, EXCHANGE, { seq: position })) ??
    (last && (await erasedAt(bus, position, last.record)));
  if (!message)
    throw refusal(`the stream ${EXCHANGE} has no record at ${position}, as the log has`);
  const same = last?.record.equals(recordBytes(message.header(RECORD_HEADER)));
  if (same && last?.stream_sequence === position) return;
  throw refusal(`the stream ${EXCHANGE} has another record at ${position} than the log has`);
}

type StreamEnds = Pick<StreamUsage, "firstSequence" | "lastSequence">;

async function readEnds(bus: Bus): Promise<StreamEnds> {
  try {
    return await readStreamUsage(bus);
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found")
      return { firstSequence: 0, lastSequence: 0 };
    throw error;
  }
}

/**
 * Throws `failed-precondition` when the stream begins behind the log's position, so that records between both may
 * be lost: unless an operator has said that none is, and from where on the stream is to be compared.
 */
export function checkGap(position: number, firstSequence: number, { sequence }: Compared): void {
  if (firstSequence <= Math.max(position + 1, sequence)) return;
  throw new HubError(
    "failed-precondition",
    `the stream ${EXCHANGE} begins at ${firstSequence}, but the log has it up to ${position} alone: what was ` +
      `between is lost there. Nothing was signed. Restore the log from a newer backup, or the stream: see docs/log.md.`,
  );
}

function refusal(what: string): HubError {
  return new HubError(
    "failed-precondition",
    `${what}: the stream was lost, cut short or replaced. Nothing was written. Restore the stream ` +
      `from its replicas or a backup and start again; keep the log's database as it is, since it ` +
      `is the proof of what was exchanged.`,
  );
}

/** How many records the stream has up to a sequence: at least, and at most. */
export interface RecordCount {
  readonly least: number;
  readonly most: number;
}

/**
 * Counts the messages with records up to a sequence, from another on, without reading one: all that a consumer would
 * get, less what comes after the sequence. New ones arrive between the two counts; what comes after
 * is therefore counted before and behind, until both agree or the bounds are close enough.
 */
export async function countRecords(bus: Bus, position: number, first = 1): Promise<RecordCount> {
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5 && least < most; tries++) {
    const before = await waitingFrom(bus, position + 1);
    const all = await waitingFrom(bus, first);
    const behind = await waitingFrom(bus, position + 1);
    least = Math.max(least, all - behind);
    most = Math.min(most, all - before);
  }
  return { least, most };
}

/** Resolves once all records that the stream has are behind the log's position. */
export async function recordsRead(
  bus: Bus,
  position: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const waiting = await waitingFrom(bus, position() + 1);
    if (waiting === 0) return;
    // Counting costs the broker more, the more there is.
    const until = Math.min(Math.max(waiting / AT_MOST_READ, BETWEEN_LOOKS), 10_000);
    await sleep(until, undefined, { signal });
  }
}

export interface CompareOptions {
  readonly bus: Bus;
  readonly pool: Pool;
  readonly log: Logger;
  /** The log as it is at the time. */
  readonly state: () => LogPlace;
  /** Milliseconds from one comparison to the next. */
  readonly every: number;
  /** Told when the stream is no longer the one that the log was written from. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Compares the log with the stream, at once and again and again: the log has as many entries as the
 * stream has records up to the log's position. A difference is an alarm, in the log of the service
 * and as `log.matches_stream` 0, and the service goes on: what it has is still the best evidence.
 */
export function compareCounts(options: CompareOptions): AsyncDisposable {
  const { log, every, onFailure } = options;
  const stop = new AbortController();

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await compare(options, stop.signal);
      } catch (error) {
        if (error instanceof HubError && error.code === "failed-precondition") {
          return onFailure(error);
        }
        if (stop.signal.aborted) return;
        log.warn({ err: error }, "the log could not be compared with the stream");
      }
      await sleep(every, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  const looping = loop();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looping;
    },
  };
}

/** How often a difference is looked at again before it is told. */
const LOOKS = 4;
const BETWEEN_LOOKS = 250;
/** Records a millisecond that the log is not quicker than. */
const AT_MOST_READ = 20;

/** What is erased between two counts makes them differ for a moment: only what stays while nothing is, is told. */
async function compare(options: CompareOptions, signal: AbortSignal): Promise<void> {
  let looks = 0;
  for (;;) {
    const erased = await erasedSoFar(options.bus);
    const difference = await differenceNow(options, signal);
    if (!difference) {
      matchesStream.record(1);
      return;
    }
    if ((await erasedSoFar(options.bus)) === erased) looks += 1;
    if (looks === LOOKS) {
      matchesStream.record(0);
      options.log.error(difference, "the log has not as many entries as the stream has records");
      return;
    }
    await sleep(BETWEEN_LOOKS, undefined, { signal });
  }
}

/** How many messages the stream had and has no more. */
async function erasedSoFar(bus: Bus): Promise<number> {
  const { lastSequence, messages } = await readStreamUsage(bus);
  return lastSequence - messages;
}

/** From where on the stream has each record of the log. */
export interface Compared {
  readonly sequence: number;
  /** Of the entry of the first of them. */
  readonly index: number;
}

export async function readCompared(client: Pick<ClientBase | Pool, "query">): Promise<Compared> {
  const { rows } = await client.query<Compared>(
    "select compared_sequence as sequence, compared_index as index from log_state",
  );
  return rows[0] ?? { sequence: 1, index: 0 };
}

/**
 * Whether records that the stream has are not compared: from where on they are may be behind the stream's beginning
 * only until that was put back.
 */
export function leavesOut({ sequence }: Compared, firstSequence: number): boolean {
  return sequence > Math.max(firstSequence, 1);
}

/** How many records and entries there are, or from where on they are counted, when that does not agree. */
async function differenceNow(
  { bus, pool, state: now }: CompareOptions,
  signal: AbortSignal,
): Promise<object | null> {
  const state = now();
  await checkStream(bus, pool, state);
  const compared = await readCompared(pool);
  const { position } = state;
  const { firstSequence } = await readStreamUsage(bus);
  if (leavesOut(compared, firstSequence))
    return { position, begins: firstSequence, compared: compared.sequence };
  const { least, most } = await countRecords(bus, position, compared.sequence);
  const entries = state.size - compared.index;
  const size = entries + (await betweenTwoPlaces(bus, pool, { position, compared }, signal));
  if (least <= size && size <= most) return null;
  return { position, entries, least, most };
}

/**
 * By how much the stream has more records up to a place than the log has entries, because of what is
 * being erased: one more while a message and its tombstone both stand, one less when a message is gone
 * and its tombstone stands behind the place.
 */
async function betweenTwoPlaces(
  bus: Bus,
  pool: Pool,
  { position, compared }: { readonly position: number; readonly compared: Compared },
  signal: AbortSignal,
): Promise<number> {
  const read = (seq: number) => readMessage(bus, EXCHANGE, { seq });
  const stands = async (seq: number) => (await read(seq)) !== undefined;
  const { rows } = await pool.query<{ sequence: number; erased: number }>(
    "select sequence, erased from tombstones where sequence <= $1 order by sequence",
    [position],
  );
  let more = 0;
  const settled: number[] = [];
  for (const { sequence, erased } of rows) {
    // The entry of what the stream had lost before is not counted, and its tombstone is.
    if (erased >= compared.sequence && !(await stands(erased))) settled.push(sequence);
    else if (isTombstoneOf(await read(sequence), erased)) more += 1;
  }
  if (settled.length > 0) {
    await pool.query("delete from tombstones where sequence = any($1::bigint[])", [settled]);
  }
  for (const tombstone of await tombstonesAfter(bus, position, signal)) {
    const { sequence } = asItStood(tombstone)!;
    const isCounted = sequence >= compared.sequence && sequence <= position;
    if (isCounted && !(await stands(sequence))) more -= 1;
  }
  return more;
}

/** Rows of the database alone do not say that a record may be there twice. */
function isTombstoneOf(message: StoredMessage | undefined, erased: number): boolean {
  return message !== undefined && erasedBy(message)?.sequence === erased;
}

interface CreateAnswer {
  readonly num_pending?: number;
  readonly error?: { readonly description?: string };
}

/** How many messages with records stand from a sequence on. */
async function waitingFrom(bus: Bus, sequence: number): Promise<number> {
  const name = `count-${randomUUID()}`;
  const config = {
    name,
    deliver_policy: "by_start_sequence",
    opt_start_seq: sequence,
    filter_subjects: subjects.recorded,
    ack_policy: "none",
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: 5e9,
  };
  const request = JSON.stringify({ stream_name: EXCHANGE, config });
  const reply = await bus.request(`${bus.api}.CONSUMER.CREATE.${EXCHANGE}.${name}`, request);
  const { num_pending: waiting, error } = reply.json<CreateAnswer>();
  if (error || waiting === undefined) {
    throw new HubError("unavailable", `the broker could not count: ${error?.description}`);
  }
  deleteConsumer(bus, EXCHANGE, name);
  return waiting;
}
