import { foldHashes } from "./hash.ts";
import { type GetTile, readTile, type Tile, TILE_WIDTH, tileAt } from "./tile.ts";

/** Leaves from `from` up to, and without, `to`: a subtree as RFC 6962 cuts a tree. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Some hashes of one tile. */
interface Part {
  readonly level: number;
  readonly index: number;
  readonly from: number;
  readonly count: number;
}

/** The largest power of two below `count`, which is 2 or more: where RFC 6962 cuts a tree in two. */
export function splitAt(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/**
 * The hashes in tiles that make up a range, from right to left: at each level what stands right of
 * its last full tile, the rest one level up. A subtree never lies in two tiles in part: it begins
 * at a multiple of the power of two that it fits in.
 */
function partsOf(range: Range): Part[] {
  const parts: Part[] = [];
  let { from, to } = range;
  for (let level = 0; from < to; level++) {
    const parent = Math.floor(to / TILE_WIDTH);
    const whole = to - from < TILE_WIDTH;
    const start = whole ? from : parent * TILE_WIDTH;
    if (start < to) {
      const index = Math.floor(start / TILE_WIDTH);
      parts.push({ level, index, from: start - index * TILE_WIDTH, count: to - start });
    }
    if (whole) break;
    from /= TILE_WIDTH;
    to = parent;
  }
  return parts;
}

/** The tiles that the hashes of some ranges of a tree of `size` leaves need, each once. */
export function rangeTiles(ranges: readonly Range[], size: number): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const { level, index } of ranges.flatMap(partsOf)) {
    tiles.set(`${level}/${index}`, tileAt(level, index, size));
  }
  return [...tiles.values()];
}

/** The hash of a range of a tree of `size` leaves. Throws `missing-tile`. */
export function rangeHash(range: Range, size: number, getTile: GetTile): Uint8Array {
  let hash: Uint8Array | undefined;
  for (const { level, index, from, count } of partsOf(range)) {
    hash = foldHashes(readTile(getTile, tileAt(level, index, size)), from, count, hash);
  }
  return hash!;
}
