import { setTimeout as sleep } from "node:timers/promises";
import type { Exit } from "./owned-process.ts";

/** One run of a program that serves. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Clean stop; resolves when the process has ended. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<Exit>;
}

export interface SupervisedOptions {
  readonly name: string;
  /** Starts the program; resolves when it serves, rejects when it does not or when the signal aborts. */
  readonly start: (signal: AbortSignal) => Promise<Running>;
  readonly report: (line: string) => void;
  /** Milliseconds before the first restart, doubled at each that follows, up to the longest. */
  readonly backoff?: { first: number; longest: number };
}

// A program that has served for this long is healthy: the next crash is a first one.
const healthyAfter = 30_000;

/**
 * Keeps one program running: starts it again, after a pause, whenever it ends without having been told to. The program
 * may be killed, stopped and started by name, which is what the tests do to it.
 */
export class Supervised {
  readonly name: string;
  readonly #options: SupervisedOptions;
  #running: Running | undefined;
  #wanted = false;
  #keeping: Promise<void> | undefined;
  #abort = new AbortController();
  #serving = withoutUnhandled();

  constructor(options: SupervisedOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The process id while the program runs. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Starts the program and resolves when it serves. A first start that fails is not repeated: it throws. */
  async start(): Promise<void> {
    if (this.#wanted) return this.serving();
    this.#wanted = true;
    this.#abort = new AbortController();
    let running: Running;
    try {
      running = await this.#options.start(this.#abort.signal);
    } catch (error) {
      this.#wanted = false;
      throw error;
    }
    if (!this.#wanted) {
      await running.stop();
      throw new Error(`${this.name} was stopped while it started`);
    }
    this.#keeping = this.#keep(running);
  }

  /** Resolves when the program serves, now or after the restart that is under way; rejects when it is stopped. */
  serving(): Promise<void> {
    return this.#serving.promise;
  }

  /**
   * Sends a signal and resolves when the process has ended. The program starts again by itself; with `stayDown` only
   * when `start` is called.
   */
  async kill(signal: NodeJS.Signals, { stayDown = false } = {}): Promise<void> {
    const running = this.#running;
    if (stayDown) this.#wanted = false;
    await running?.kill(signal);
    if (stayDown) await this.#settled();
  }

  /** Stops the program cleanly and keeps it down. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#abort.abort();
    await this.#running?.stop();
    await this.#settled();
  }

  async #settled(): Promise<void> {
    this.#abort.abort();
    await this.#keeping;
    this.#keeping = undefined;
    this.#serving.reject(new Error(`${this.name} is stopped`));
    this.#serving = withoutUnhandled();
  }

  async #keep(first: Running): Promise<void> {
    const backoff = this.#options.backoff ?? { first: 250, longest: 10_000 };
    let pause = backoff.first;
    let running = first;
    for (;;) {
      this.#running = running;
      this.#serving.resolve();
      const since = Date.now();
      const exit = await running.exited;
      this.#running = undefined;
      if (!this.#wanted) return;
      this.#serving = withoutUnhandled();
      // One that was killed did not fail by itself: it comes back at once, however often that is done.
      if (exit.signal !== null || Date.now() - since > healthyAfter) pause = backoff.first;
      let how = `${this.name} ended (${exit.signal ?? `status ${exit.code}`})`;
      for (;;) {
        this.#options.report(`${how}; starting it again in ${pause / 1000} s.`);
        await sleep(pause, undefined, { signal: this.#abort.signal }).catch(() => {});
        pause = Math.min(pause * 2, backoff.longest);
        if (!this.#wanted) return;
        try {
          running = await this.#options.start(this.#abort.signal);
          break;
        } catch (error) {
          how = `${this.name} did not start: ${(error as Error).message}`;
        }
        if (!this.#wanted) return;
      }
      // Stopped while it started: whoever stopped it has not seen this run.
      if (!this.#wanted) return running.stop();
      this.#options.report(`${this.name} serves again.`);
    }
  }
}

function withoutUnhandled(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => {});
  return resolvers;
}
