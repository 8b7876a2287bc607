import { HASH_BYTES, sameHash } from "@talanoa/tlog/tree/hash.ts";

/** Entries of one block of memory. */
const BLOCK = 16_384;

interface Block {
  readonly indexes: Float64Array;
  readonly hashes: Uint8Array;
}

/**
 * Leaf hashes of entries that were shown, to be found in the tree as they were shown: 40 bytes an entry. They come in
 * the order of the log, and so does the tree.
 */
export class ShownLeaves {
  readonly #blocks: Block[] = [];
  #count = 0;
  #compared = 0;

  /** Keeps one that stands behind all before; of another the order is a fault in itself. */
  add(index: number, leaf: Uint8Array): void {
    if (this.#count > 0 && index <= this.#indexAt(this.#count - 1)) return;
    const place = this.#count++ % BLOCK;
    if (place === 0) this.#blocks.push(newBlock());
    const { indexes, hashes } = this.#blocks.at(-1)!;
    indexes[place] = index;
    hashes.set(leaf, place * HASH_BYTES);
  }

  /** Takes the leaves of the tree, from the first on; whether each is what was shown there, if anything was. */
  agrees(index: number, leaf: Uint8Array): boolean {
    if (this.#compared === this.#count || this.#indexAt(this.#compared) !== index) return true;
    const at = this.#compared++;
    const place = (at % BLOCK) * HASH_BYTES;
    const { hashes } = this.#blocks[Math.floor(at / BLOCK)]!;
    return sameHash(hashes.subarray(place, place + HASH_BYTES), leaf);
  }

  /** The places of those that the tree did not reach. */
  *left(): Generator<number, void, void> {
    for (let at = this.#compared; at < this.#count; at++) yield this.#indexAt(at);
  }

  #indexAt(at: number): number {
    return this.#blocks[Math.floor(at / BLOCK)]!.indexes[at % BLOCK]!;
  }
}

function newBlock(): Block {
  return { indexes: new Float64Array(BLOCK), hashes: new Uint8Array(BLOCK * HASH_BYTES) };
}
