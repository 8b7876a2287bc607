import type { Limits } from "./limits.ts";
import type { EnvelopeIssues, PassengerMessage } from "./model/message.ts";

/** The steps in which bytes are counted: where they end does not hang on how a stream is cut. */
export const BLOCK_BYTES = 64 * 1024;

/** Tells when a stream is not worth reading on: for longer than the limits allow no message of it was whole. */
export class Patience {
  readonly #limits: Limits;
  #bytes = 0;
  #readings = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get isOver(): boolean {
    return this.#bytes > this.#limits.barrenBytes || this.#readings > this.#limits.barrenReadings;
  }

  /** Another block has been read. */
  block(): void {
    this.#bytes += BLOCK_BYTES;
  }

  /** A message, or a part of one, was whole. */
  whole(): void {
    this.#bytes = 0;
  }

  /** Something was given on; parts that never become a message come to nothing. */
  reading(reading: PassengerMessage | EnvelopeIssues): void {
    if (reading.kind === "envelope" || !reading.complete) this.#readings += 1;
    else this.#readings = 0;
  }
}
