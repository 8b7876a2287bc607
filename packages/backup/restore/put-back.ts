import { setTimeout as sleep } from "node:timers/promises";
import { STORED_AT } from "@talanoa/contract/records.ts";
import { RESTORE_GAP } from "@talanoa/contract/subjects.ts";
import { type Written, writeBatch, writeSingle } from "@talanoa/platform/bus/batch.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { headerLine } from "@talanoa/platform/bus/header-lines.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { mostMessages } from "@talanoa/platform/bus/unit.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Planned } from "./plan.ts";

/** Of one batch, in bytes. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Milliseconds in which a batch must be stored. */
const WITHIN = 30_000;
const TRIES = 20;

/**
 * Writes messages to their places behind a sequence, in batches; where there is none comes a message of
 * RESTORE_GAP. `failed-precondition` when someone else writes to the stream, or it is full. Rejects with the reason when
 * the signal aborts.
 */
export class PuttingBack {
  readonly #bus: Bus;
  readonly #signal: AbortSignal;
  #last: number;
  #batch: Written[] = [];
  #bytes = 0;

  constructor(bus: Bus, last: number, signal: AbortSignal) {
    this.#bus = bus;
    this.#signal = signal;
    this.#last = last;
  }

  /** The last place that is written, or is to be with the next batch. */
  get last(): number {
    return this.#last + this.#batch.length;
  }

  /** Puts the next message to its place; one that stands already is left away. */
  async put({ sequence, storedAt, subject, headers, payload }: Planned): Promise<void> {
    if (sequence <= this.last) return;
    await this.fillUpTo(sequence - 1);
    let lines = headerLine(STORED_AT, storedAt);
    for (const { name, value } of headers) lines += headerLine(name, value);
    await this.#add({ message: { subject, payload }, lines });
  }

  /** Fills the places up to a sequence. */
  async fillUpTo(sequence: number): Promise<void> {
    while (this.last < sequence) await this.#add(gap);
  }

  async #add(written: Written): Promise<void> {
    const bytes = written.message.payload.length + written.lines.length;
    if (this.#batch.length === mostMessages || this.#bytes + bytes > MOST_BYTES) await this.flush();
    this.#batch.push(written);
    this.#bytes += bytes;
  }

  /** Resolves once all that was put stands. */
  async flush(): Promise<void> {
    const batch = this.#batch;
    const [first, ...rest] = batch;
    if (!first) return;
    const lines = first.lines + headerLine("Nats-Expected-Last-Sequence", this.#last);
    await this.#store([{ ...first, lines }, ...rest]);
    this.#last += batch.length;
    this.#batch = [];
    this.#bytes = 0;
  }

  async #store(batch: readonly Written[]): Promise<void> {
    const [first] = batch;
    for (let tries = 1; ; tries++) {
      this.#signal.throwIfAborted();
      const attempt = await (batch.length === 1
        ? writeSingle(this.#bus, first!, WITHIN)
        : writeBatch(this.#bus, batch, WITHIN));
      if (attempt.kind === "stored" && attempt.firstSequence === this.#last + 1) return;
      const { lastSequence } = await patiently(() => readStreamUsage(this.#bus), this.#signal);
      // Stored, though the answer was lost.
      if (lastSequence === this.#last + batch.length) return;
      const cause = attempt.kind === "unknown" ? attempt.cause : attempt;
      if (lastSequence !== this.#last) {
        throw new HubError("failed-precondition", "something else writes to the stream", { cause });
      }
      if (attempt.kind === "refused" && attempt.refusal.kind === "full") {
        throw new HubError(
          "failed-precondition",
          "the stream or the broker's disk is full: make room, by TALANOA_STREAM_MAX_BYTES or on the disk, and restore again: it goes on",
          { cause },
        );
      }
      if (tries === TRIES)
        throw new HubError("unavailable", "the broker does not store what is put back", { cause });
      await sleep(Math.min(2_000, 50 * 2 ** tries), undefined, { signal: this.#signal });
    }
  }
}

const gap: Written = { message: { subject: RESTORE_GAP, payload: new Uint8Array() }, lines: "" };
