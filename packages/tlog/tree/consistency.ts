import { outOfRange, TlogError } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { checkHashes, checkRoot, nodeHash, type TreeHead } from "./hash.ts";
import { type Range, rangeHash, rangeTiles, splitAt } from "./ranges.ts";
import type { GetTile, Tile } from "./tile.ts";

/** The tiles that `consistencyProof` will ask for. Throws `out-of-range` unless 0 <= from <= to. */
export function consistencyTiles(from: number, to: number): Tile[] {
  return rangeTiles(subproof(from, to), to);
}

/**
 * The proof that the tree of the first `from` leaves is the beginning of that of the first `to`
 * (RFC 6962, section 2.1.2). The tiles may be of a larger tree. Empty when the sizes are equal, and
 * from 0, as every tree begins with the empty one. Throws `out-of-range` and `missing-tile`.
 */
export function consistencyProof(from: number, to: number, getTile: GetTile): Uint8Array[] {
  return subproof(from, to).map((range) => rangeHash(range, to, getTile));
}

/**
 * Verifies that one tree is the beginning of another (RFC 9162, section 2.1.4.2). Throws
 * `root-mismatch` when the proof, of whatever length, does not lead to both roots, and
 * `out-of-range` unless 0 < older.size <= newer.size: there is nothing to verify from the empty tree.
 */
export function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
): void {
  checkSizes(older.size, newer.size);
  if (older.size === 0) throw outOfRange("there is no consistency proof from the empty tree");
  checkHashes([older.root, newer.root, ...proof], "a hash of a consistency proof");
  if (older.size === newer.size) {
    if (proof.length > 0) throw mismatch("a consistency proof between equal sizes is not empty");
    checkRoot(older.root, newer.root, "two trees of the same size have different roots");
    return;
  }
  // The last leaf's place in either tree, level by level, from the first level at which the older
  // tree ends with an incomplete pair. Numbers over 2^32 do not shift.
  let place = older.size - 1;
  let last = newer.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  // Of an older tree of 2^n leaves the proof leaves out the first hash: it is the root.
  const [seed, ...siblings] = place === 0 ? [older.root, ...proof] : proof;
  if (!seed) throw mismatch("a consistency proof is too short");
  let olderHash = seed;
  let newerHash = seed;
  for (const sibling of siblings) {
    if (last === 0) throw mismatch("a consistency proof is too long");
    if (place % 2 === 1 || place === last) {
      olderHash = nodeHash(sibling, olderHash);
      newerHash = nodeHash(sibling, newerHash);
      // Where the last node of a level has no sibling, it stands for its parent.
      while (place % 2 === 0 && place > 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newerHash = nodeHash(newerHash, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw mismatch("a consistency proof is too short");
  checkRoot(olderHash, older.root, "a consistency proof does not lead to the older root");
  checkRoot(newerHash, newer.root, "a consistency proof does not lead to the newer root");
}

/** The subtrees whose hashes are the proof, from the lowest up. */
function subproof(size: number, all: number): Range[] {
  checkSizes(size, all);
  if (size === 0 || size === all) return [];
  const proof: Range[] = [];
  let from = 0;
  let to = all;
  while (to !== size) {
    const middle = from + splitAt(to - from);
    if (size <= middle) {
      proof.push({ from: middle, to });
      to = middle;
    } else {
      proof.push({ from, to: middle });
      from = middle;
    }
  }
  // From 0, it is the older tree itself.
  if (from > 0) proof.push({ from, to });
  return proof.reverse();
}

function checkSizes(from: number, to: number): void {
  checkCount(from, "the size of a tree");
  checkCount(to, "the size of a tree");
  if (from > to) throw outOfRange(`the older tree has ${from} leaves, the newer ${to}`);
}

function mismatch(message: string): TlogError {
  return new TlogError("root-mismatch", message);
}
