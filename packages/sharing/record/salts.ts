import { Faults } from "./faults.ts";

/** Of a salt so much is kept: of ten million records two are alike by chance once in 400,000 logs. */
const KEPT_BYTES = 8;
/** There is room for so many at first. */
const FIRST = 64;

/**
 * Finds records that stand in the log twice. Every record has a salt of its own, which comes again with it alone,
 * whatever its place and number are then. Keeps 16 bytes a record.
 */
export class Salts {
  #salts = new BigUint64Array(FIRST);
  #indexes = new Float64Array(FIRST);
  #count = 0;

  /** Takes that of the next record in the order of the log; nothing of one that shows none. */
  add(index: number, salt: Uint8Array): void {
    if (salt.length < KEPT_BYTES) return;
    if (this.#count === this.#salts.length) this.#grow();
    const { buffer, byteOffset } = salt;
    this.#salts[this.#count] = new DataView(buffer, byteOffset).getBigUint64(0);
    this.#indexes[this.#count] = index;
    this.#count += 1;
  }

  /** Which came again, a sentence each. */
  get faults(): string[] {
    const again = this.#again();
    const faults = new Faults();
    if (again.size === 0) return [];
    const first = new Map<bigint, number>();
    for (let at = 0; at < this.#count; at++) {
      const salt = this.#salts[at]!;
      if (!again.has(salt)) continue;
      const index = this.#indexes[at]!;
      const before = first.get(salt);
      if (before === undefined) first.set(salt, index);
      else if (before !== index)
        faults.add(`entry ${index} is the record of entry ${before} once more`);
    }
    return faults.all;
  }

  #again(): Set<bigint> {
    const sorted = this.#salts.slice(0, this.#count).sort();
    return new Set(sorted.filter((salt, at) => at > 0 && salt === sorted[at - 1]));
  }

  #grow(): void {
    const [salts, indexes] = [this.#salts, this.#indexes];
    this.#salts = new BigUint64Array(2 * this.#count);
    this.#indexes = new Float64Array(2 * this.#count);
    this.#salts.set(salts);
    this.#indexes.set(indexes);
  }
}
