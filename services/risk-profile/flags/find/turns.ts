import { setImmediate } from "node:timers/promises";

/** After how many ms of work others get their turn. */
const TURN = 10;

/** Lets others have their turn while something long is worked on. */
export class Turns {
  #since = performance.now();

  /** To be called often. */
  async pass(): Promise<void> {
    if (this.#isOver()) await this.#next();
  }

  /** Takes all steps of something, and gives what comes of it. */
  async through<Result>(steps: Generator<void, Result, void>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      // Not by `pass`: of a traveller there are hundreds of steps.
      if (this.#isOver()) await this.#next();
    }
  }

  #isOver(): boolean {
    return performance.now() - this.#since >= TURN;
  }

  async #next(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
