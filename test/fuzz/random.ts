/** Numbers that follow from a seed, for choosing: the same seed, the same choices (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number, input = 0) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(input, 0x85ebca6b)) >>> 0;
  }

  /** A whole number from 0 to below a limit. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Mostly small, now and then up to a limit. */
  size(limit: number): number {
    return 1 + this.below(this.below(16) === 0 ? limit : Math.min(limit, 8));
  }
}
