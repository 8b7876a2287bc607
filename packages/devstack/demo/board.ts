import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { boardHead, type BoardLine, boardLine, type Dress } from "./board-line.ts";

/** Where the board is shown: a terminal, or a file or pipe, which gets each line once. */
export type Output = Writable & { isTTY?: boolean; columns?: number };

interface OpenLine extends BoardLine {
  readonly arrived: Set<string>;
  readonly acknowledged: Set<string>;
  settled: boolean;
}

/** Lines that may still change stand at the foot of the terminal; of more, the oldest are let go. */
const MOST_OPEN = 8;
const COLUMNS_OF_A_FILE = 160;
const UP_AND_CLEAR = (lines: number) => `\x1b[${lines}F\x1b[0J`;

/** Shows notices as they are published, and their receivers as the copies arrive. */
export class Board {
  readonly #out: Output;
  readonly #dress: Dress;
  /** By notice, oldest first. */
  readonly #open = new Map<string, OpenLine>();
  #painted = 0;

  constructor(out: Output) {
    this.#out = out;
    // Without colours where the stream, NO_COLOR or TERM says so.
    this.#dress = (format, text) => (out.isTTY ? styleText(format, text, { stream: out }) : text);
  }

  head(): void {
    this.#out.write(`${this.#dress("bold", boardHead(this.#columns()))}\n`);
  }

  published(notice: string, line: Omit<BoardLine, "arrived" | "acknowledged">): void {
    this.#open.set(notice, {
      ...line,
      arrived: new Set(),
      acknowledged: new Set(),
      settled: false,
    });
    this.#paint();
  }

  arrived(notice: string, participant: string): void {
    this.#open.get(notice)?.arrived.add(participant);
    this.#paint();
  }

  acknowledged(notice: string, participant: string): void {
    this.#open.get(notice)?.acknowledged.add(participant);
    this.#paint();
  }

  /** Nothing more is to come of this notice. */
  settled(notice: string): void {
    const line = this.#open.get(notice);
    if (line) line.settled = true;
    this.#paint();
  }

  /** Lets go of all lines, settled or not. */
  end(): void {
    for (const line of this.#open.values()) line.settled = true;
    this.#paint();
  }

  #paint(): void {
    // In the order in which they were published: one that is settled waits for those before it.
    const done: OpenLine[] = [];
    for (const [notice, line] of this.#open) {
      if (!line.settled && this.#open.size <= MOST_OPEN) break;
      this.#open.delete(notice);
      done.push(line);
    }
    const columns = this.#columns();
    const text = (line: OpenLine) => `${boardLine(line, columns, this.#dress)}\n`;
    if (!this.#out.isTTY) {
      this.#out.write(done.map(text).join(""));
      return;
    }
    const back = this.#painted > 0 ? UP_AND_CLEAR(this.#painted) : "";
    const open = [...this.#open.values()];
    this.#painted = open.length;
    this.#out.write(back + [...done, ...open].map(text).join(""));
  }

  #columns(): number {
    // The last column stays empty: some terminals go to the next line when it is written.
    return Math.max(60, (this.#out.isTTY && this.#out.columns) || COLUMNS_OF_A_FILE) - 1;
  }
}
