import { setImmediate } from "node:timers/promises";

/** After how many ms of work others get their turn. */
const TURN = 10;

/** Lets others have their turn while something long is worked on. */
export class Turns {
  #since = performance.now();

  /** To be called often. */
  async pass(): Promise<void> {
    if (performance.now() - this.#since < TURN) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
