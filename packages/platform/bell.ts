import { setTimeout as sleep } from "node:timers/promises";

/** Wakes whoever waits for something to do. */
export class Bell {
  #rung = Promise.withResolvers<void>();

  ring(): void {
    this.#rung.resolve();
  }

  /** Resolves when it was rung since the last time, or after so many ms. Rejects when the signal aborts. */
  async rung(within: number, signal: AbortSignal): Promise<void> {
    await Promise.race([this.#rung.promise, sleep(within, undefined, { signal })]);
    this.#rung = Promise.withResolvers();
  }
}
