import { append, type Appended, type Edge, edgeRoot } from "./edge.ts";
import { checkRoot, leafHash, type TreeHead } from "./hash.ts";
import type { TileData } from "./tile.ts";

/**
 * Goes on with the verification of a whole log: hashes the next entries, and compares the root with
 * each given head whose size they reach, in whatever order; heads of larger sizes wait. Begin with
 * `emptyEdge`, pass the last answer's edge each time, and compare the tiles with those that the log
 * serves. Throws `root-mismatch`.
 */
export function verifyEntries(
  edge: Edge,
  entries: readonly Uint8Array[],
  heads: readonly TreeHead[],
): Appended {
  return verifyLeaves(edge, entries.map(leafHash), heads);
}

/** The same of entries of which the leaf hashes alone are at hand. */
export function verifyLeaves(
  edge: Edge,
  leafHashes: readonly Uint8Array[],
  heads: readonly TreeHead[],
): Appended {
  const end = edge.size + leafHashes.length;
  const reached = heads
    .filter(({ size }) => size >= edge.size && size <= end)
    .sort((one, other) => one.size - other.size);
  const tiles = new Map<string, TileData>();
  let now = edge;
  const advance = (to: number) => {
    const next = leafHashes.slice(now.size - edge.size, to - edge.size);
    const appended = append(now, next);
    for (const tile of appended.tiles) tiles.set(`${tile.level}/${tile.index}`, tile);
    now = appended.edge;
  };
  for (const { size, root } of reached) {
    advance(size);
    checkRoot(edgeRoot(now), root, `the first ${size} entries do not give the root of that size`);
  }
  advance(end);
  return { edge: now, tiles: [...tiles.values()] };
}
