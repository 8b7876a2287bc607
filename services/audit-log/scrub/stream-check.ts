import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import { leavesOut } from "../keep/check-stream.ts";
import { erasedAt } from "../keep/tombstones.ts";
import { type Difference, difference } from "./difference.ts";
import type { EntryRow } from "./entry-check.ts";
import type { LogEnd } from "./log-end.ts";

const READ_AHEAD = 4_000;

type StreamEnds = Pick<LogEnd, "beginning" | "position">;

/** Reads the stream beside the log, and compares each record with the entry's row, byte for byte. */
export class StreamCheck implements AsyncDisposable {
  readonly #bus: Bus;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  readonly #messages: AsyncGenerator<StoredMessage, undefined>;
  readonly #first: number;
  #next: StoredMessage | undefined;
  #begun = false;
  /** Entries that were compared. */
  compared = 0;

  /** From the first entry in the tables that the stream has, up to the log's position. */
  constructor(bus: Bus, { beginning, position }: StreamEnds, signal: AbortSignal) {
    this.#bus = bus;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
    this.#first = Math.max(beginning.sequence + 1, beginning.compared.sequence);
    this.#messages = recorded(bus, { first: this.#first, position }, this.#signal);
  }

  /** Compares the next entries; those who read on must give all. */
  async compare(rows: readonly EntryRow[]): Promise<Difference | null> {
    if (!this.#begun) await this.#advance();
    this.#begun = true;
    for (const row of rows) {
      if (row.stream_sequence < this.#first) continue;
      const found =
        this.#next && this.#next.sequence <= row.stream_sequence ? this.#next : undefined;
      if (found && found.sequence < row.stream_sequence) {
        const text = `the stream has a record at ${found.sequence}, between entries ${row.index - 1} and ${row.index}, that the log has not`;
        return difference("stream", row.index, "", text);
      }
      const other = compareOne(row, found ?? (await this.#erased(row)));
      if (other) return other;
      this.compared += 1;
      if (found) await this.#advance();
    }
    return null;
  }

  async #advance(): Promise<void> {
    this.#next = (await this.#messages.next()).value;
  }

  #erased({ record, stream_sequence: sequence }: EntryRow): Promise<StoredMessage | undefined> {
    return patiently(() => erasedAt(this.#bus, sequence, record), this.#signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#messages.return(undefined).catch(() => {});
  }
}

/** Whether all that the stream has is compared: what its beginning has may not be left out. */
export async function checkBeginning(
  bus: Bus,
  { beginning, size }: LogEnd,
): Promise<Difference | null> {
  const { firstSequence } = await patiently(() => readStreamUsage(bus));
  if (!leavesOut(beginning.compared, firstSequence)) return null;
  const text = `the stream has records from ${firstSequence} on, and is compared from ${beginning.compared.sequence} on alone`;
  return difference("log_state", size, "compared_sequence", text);
}

function compareOne(row: EntryRow, message: StoredMessage | undefined): Difference | null {
  const { index, stream_sequence: sequence } = row;
  if (!message) {
    const text = `the stream has no record at ${sequence}, where entry ${index} says that it was read`;
    return difference("entries", index, "stream_sequence", text);
  }
  if (!row.record.equals(recordBytes(message.header(RECORD_HEADER)))) {
    const text = `the stream has another record at ${sequence} than entry ${index}`;
    return difference("entries", index, "record", text);
  }
  if (row.stored_at === message.storedAt) return null;
  const text = `the stream took the record of entry ${index} in at another time than the entry says`;
  return difference("entries", index, "stored_at", text);
}

/** What a log would be made of from a place up to a position, without what was erased. */
async function* recorded(
  bus: Bus,
  { first, position }: { readonly first: number; readonly position: number },
  signal: AbortSignal,
): AsyncGenerator<StoredMessage, undefined> {
  const last = await patiently(() => readMessage(bus, EXCHANGE, { last_by_subj: ">" }), signal);
  if (!last) return undefined;
  const end = Math.min(position, last.sequence);
  if (end < first) return undefined;
  const options = {
    filters: [],
    startSequence: first,
    headersOnly: true,
    window: READ_AHEAD,
    signal,
  };
  for await (const messages of readFrom(bus, options)) {
    for (const message of messages) {
      if (message.sequence > position) return undefined;
      if (subjects.isRecorded(message.subject) && !erasedBy(message)) yield message;
    }
    if (messages.at(-1)!.sequence >= end) return undefined;
  }
  signal.throwIfAborted();
  return undefined;
}
