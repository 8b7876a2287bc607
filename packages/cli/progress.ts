import type { Terminal } from "./terminal.ts";

const BAR = 24;
const EVERY = 100;

/** How far a long command is, on one line that is written over. Nothing where no person looks. */
export class Progress implements Disposable {
  readonly #terminal: Terminal;
  readonly #total: number | null;
  readonly #began = performance.now();
  #shownAt = -Infinity;
  #shown = false;

  /** `total` is null when it is not known. */
  constructor(terminal: Terminal, total: number | null) {
    this.#terminal = terminal;
    this.#total = total;
  }

  show(done: number, note: string): void {
    const now = performance.now();
    if (!this.#terminal.errIsPerson || now - this.#shownAt < EVERY) return;
    this.#shownAt = now;
    this.#shown = true;
    const rate = (done * 1_000) / Math.max(1, now - this.#began);
    this.#terminal.say(
      `\r\x1b[K${progressLine(done, this.#total, rate)}${note ? ` · ${note}` : ""}`,
    );
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#shown) this.#terminal.say("\r\x1b[K");
    this.#shown = false;
    this.#shownAt = -Infinity;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** `[########----------------] 667 of 2000 · 850/s`. */
export function progressLine(done: number, total: number | null, rate: number): string {
  const speed = `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
  if (total === null) return `${done} done · ${speed}`;
  const full = total === 0 ? BAR : Math.min(BAR, Math.floor((BAR * done) / total));
  return `[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${done} of ${total} · ${speed}`;
}
