/** Of more it is told how many there are: a log that is wrong everywhere must not fill the memory. */
const KEPT = 1_000;

/** What is missing or does not agree, a sentence each, the first found first. */
export class Faults {
  readonly #kept: string[] = [];
  #others = 0;

  add(...faults: readonly string[]): void {
    for (const fault of faults)
      if (this.#kept.length < KEPT) this.#kept.push(fault);
      else this.#others++;
  }

  get all(): string[] {
    return this.#others === 0 ? [...this.#kept] : [...this.#kept, `and ${this.#others} more`];
  }
}
