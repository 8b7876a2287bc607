import { cut } from "./plain-text.ts";
import type { Terminal } from "./terminal.ts";

const BAR = 24;
/** Milliseconds from one line to the next, and from the beginning to the first: what is over sooner needs none. */
const EVERY = 100;
const USUAL_COLUMNS = 80;

/** In what a command counts. */
export interface Measure {
  /** Behind a number; empty for things that are counted one by one. */
  readonly unit: string;
  /** How much of what is done is one. */
  readonly size: number;
}

const things: Measure = { unit: "", size: 1 };
export const megabytes: Measure = { unit: " MB", size: 1_000_000 };

/** How far a long command is, on one line that is written over. Nothing where no person looks. */
export class Progress implements Disposable {
  readonly #terminal: Terminal;
  readonly #total: number | null;
  readonly #measure: Measure;
  readonly #began = performance.now();
  #shownAt = this.#began;
  #shown = false;

  /** `total` is null when it is not known. */
  constructor(terminal: Terminal, total: number | null, measure: Measure = things) {
    this.#terminal = terminal;
    this.#total = total;
    this.#measure = measure;
  }

  show(done: number, note: string): void {
    const now = performance.now();
    if (!this.#terminal.errIsPerson || now - this.#shownAt < EVERY) return;
    this.#shownAt = now;
    this.#shown = true;
    const rate = (done * 1_000) / (now - this.#began);
    const line = progressLine(done, this.#total, rate, this.#measure);
    // A line that goes on in the next one is not written over.
    const width = (this.#terminal.columns || USUAL_COLUMNS) - 1;
    this.#terminal.say(`\r\x1b[K${cut(note ? `${line} · ${note}` : line, width)}`);
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#shown) this.#terminal.say("\r\x1b[K");
    this.#shown = false;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** `[########----------------] 667 of 2000 · 850/s`, `[####--------------------] 0.2 of 1.2 MB · 3.1 MB/s`. */
export function progressLine(
  done: number,
  total: number | null,
  rate: number,
  { unit, size }: Measure = things,
): string {
  const text = (count: number) => (size === 1 ? String(count) : (count / size).toFixed(1));
  const perSecond = rate / size;
  const speed = `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}${unit}/s`;
  if (total === null) return `${text(done)}${unit} done · ${speed}`;
  const full = total === 0 ? BAR : Math.min(BAR, Math.floor((BAR * done) / total));
  const bar = "#".repeat(full) + "-".repeat(BAR - full);
  return `[${bar}] ${text(done)} of ${text(total)}${unit} · ${speed}`;
}
