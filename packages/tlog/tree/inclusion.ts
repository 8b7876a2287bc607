import { outOfRange, TlogError } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { checkHashes, checkRoot, nodeHash, type TreeHead } from "./hash.ts";
import { type Range, rangeHash, rangeTiles, splitAt } from "./ranges.ts";
import type { GetTile, Tile } from "./tile.ts";

/** The tiles that `inclusionProof` will ask for. Throws `out-of-range` unless 0 <= index < size. */
export function inclusionTiles(index: number, size: number): Tile[] {
  return rangeTiles(pathOf(index, size), size);
}

/**
 * The inclusion proof of a leaf in the tree of the first `size` leaves, from the leaf's sibling up
 * (RFC 6962, section 2.1.1). The tiles may be of a larger tree. Throws `out-of-range` and
 * `missing-tile`.
 */
export function inclusionProof(index: number, size: number, getTile: GetTile): Uint8Array[] {
  return pathOf(index, size).map((range) => rangeHash(range, size, getTile));
}

/**
 * Verifies that a leaf has this index in the tree (RFC 9162, section 2.1.3.2). Throws
 * `root-mismatch` when the proof, of whatever length, does not lead to the root.
 */
export function verifyInclusion(
  leafHash: Uint8Array,
  index: number,
  { size, root }: TreeHead,
  proof: readonly Uint8Array[],
): void {
  checkPlace(index, size);
  checkHashes([leafHash, root, ...proof], "a hash of an inclusion proof");
  let hash = leafHash;
  // The leaf's place and the last leaf's, level by level. Numbers over 2^32 do not shift.
  let place = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) throw new TlogError("root-mismatch", "an inclusion proof is too long");
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      // Where the last node of a level has no sibling, it stands for its parent.
      while (place % 2 === 0 && place > 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new TlogError("root-mismatch", "an inclusion proof is too short");
  checkRoot(hash, root, "an inclusion proof does not lead to the root");
}

/** The subtrees beside the way from a leaf to the root. */
function pathOf(index: number, size: number): Range[] {
  checkPlace(index, size);
  const path: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitAt(to - from);
    if (index < middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
    }
  }
  return path.reverse();
}

function checkPlace(index: number, size: number): void {
  checkCount(index, "the index of a leaf");
  checkCount(size, "the size of a tree");
  if (index >= size) throw outOfRange(`a tree of ${size} leaves has no leaf ${index}`);
}
