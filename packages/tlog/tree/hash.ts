import { compareBytes, copyOf, space } from "@talanoa/crypto/bytes.ts";
import { sha256, sha256Writer } from "@talanoa/crypto/sha256.ts";
import { malformed, TlogError } from "../errors.ts";

/** Bytes of one SHA-256 hash. */
export const HASH_BYTES = 32;

/** The root of a tree and the number of its leaves. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

// Nothing here waits, so that all calls can share the input of a node: 0x01 and two hashes.
const node = space(1 + 2 * HASH_BYTES).fill(1);

/** The root of the tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1). */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** The hash of an entry as a leaf: SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const leaf = space(1 + entry.length);
  leaf[0] = 0;
  leaf.set(entry, 1);
  return sha256(leaf);
}

/** The hash of an inner node: SHA-256(0x01 || left || right), both of 32 bytes. Throws `malformed`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    throw malformed(`a node's hash is not ${HASH_BYTES} bytes`);
  }
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/**
 * The Merkle Tree Hash over `count` (at least 1) consecutive hashes, beginning with the `from`-th,
 * and the subtree `right` after them, if any. The hashes are of perfect subtrees of one height, and
 * `right` covers less than one of them.
 */
export function foldHashes(
  hashes: Uint8Array,
  from: number,
  count: number,
  right?: Uint8Array,
): Uint8Array {
  const level = copyOf(hashes.subarray(from * HASH_BYTES, (from + count) * HASH_BYTES));
  const write = sha256Writer(level);
  let folded = right;
  for (let width = count; width > 0; width = Math.floor(width / 2)) {
    if (width % 2 === 1) {
      const last = hashAt(level, width - 1);
      folded = folded ? nodeHash(last, folded) : copyOf(last);
    }
    for (let i = 0; i < Math.floor(width / 2); i++) {
      node.set(level.subarray(2 * i * HASH_BYTES, 2 * (i + 1) * HASH_BYTES), 1);
      write(node, i * HASH_BYTES);
    }
  }
  return folded!;
}

/** A view of the `index`-th of consecutive hashes. */
function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** Refuses hashes that do not have 32 bytes. */
export function checkHashes(hashes: readonly Uint8Array[], what: string): void {
  for (const { length } of hashes) {
    if (length !== HASH_BYTES) throw malformed(`${what} is not ${HASH_BYTES} bytes`);
  }
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return compareBytes(one, other) === 0;
}

/** Refuses a root that is not the one expected. */
export function checkRoot(root: Uint8Array, expected: Uint8Array, message: string): void {
  if (!sameHash(root, expected)) throw new TlogError("root-mismatch", message);
}
