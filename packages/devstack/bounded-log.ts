import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A log file with a limit: when it is full it becomes `FILE.1`, over the one before, and a new one starts. Writes never
 * throw: a full disk costs log lines, not the processes whose output this is.
 */
export class BoundedLog {
  readonly #file: string;
  readonly #limit: number;
  #descriptor: number | undefined;
  #size = 0;

  /** @param limit bytes of one file */
  constructor(file: string, limit = 10 * 1024 * 1024) {
    this.#file = file;
    this.#limit = limit;
    mkdirSync(dirname(file), { recursive: true });
    this.#open();
  }

  write(chunk: Buffer): void {
    if (this.#descriptor === undefined) return;
    try {
      if (this.#size > 0 && this.#size + chunk.length > this.#limit) this.#turn();
      this.#size += writeSync(this.#descriptor, chunk);
    } catch {
      // Nothing to be done here that would help; the line is lost.
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, "a", 0o600);
    this.#size = fstatSync(this.#descriptor).size;
  }

  #turn(): void {
    this.close();
    renameSync(this.#file, `${this.#file}.1`);
    this.#open();
  }
}
