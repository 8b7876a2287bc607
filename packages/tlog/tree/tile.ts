import { malformed, outOfRange, TlogError } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { HASH_BYTES } from "./hash.ts";

/** Hashes of a full tile. */
export const TILE_WIDTH = 256;
const MAX_LEVEL = 63;

/**
 * Where a tile stands (c2sp.org/tlog-tiles). Its `width` hashes, 1 to 256, are those of the
 * subtrees of 256^level leaves from the `index * 256`-th on. A tile of less than 256 is partial.
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A tile and its hashes, one after the other. */
export interface TileData extends Tile {
  readonly bytes: Uint8Array;
}

/**
 * Gives the bytes of a tile that was asked for: at least its width of hashes, or undefined. A
 * wider tile of the same level and index will do, as it begins with the narrower one. A tile may be
 * asked for several times: look it up in what has been fetched.
 */
export type GetTile = (tile: Tile) => Uint8Array | undefined;

/** How many hashes stand at a level of a tree: of all its perfect subtrees of 256^level leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** A tile as it is in a tree of `size` leaves, which reaches it. */
export function tileAt(level: number, index: number, size: number): Tile {
  const width = Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH);
  return { level, index, width };
}

/** The hashes of a tile, no more than its width. */
export function readTile(getTile: GetTile, tile: Tile): Uint8Array {
  const bytes = getTile(tile);
  const name = `the tile of level ${tile.level}, index ${tile.index}, width ${tile.width}`;
  if (!bytes) throw new TlogError("missing-tile", `${name} is missing`);
  if (bytes.length % HASH_BYTES !== 0 || bytes.length > TILE_WIDTH * HASH_BYTES) {
    throw malformed(`${name} is not 1 to ${TILE_WIDTH} hashes`);
  }
  if (bytes.length < tile.width * HASH_BYTES) {
    throw new TlogError("missing-tile", `${name} has ${bytes.length / HASH_BYTES} hashes alone`);
  }
  return bytes.subarray(0, tile.width * HASH_BYTES);
}

/** Refuses a level over 63, an index over 2^53 - 1, or a width that is not 1 to 256. */
export function checkTile({ level, index, width }: Tile): void {
  checkCount(level, "the level of a tile");
  checkCount(index, "the index of a tile");
  checkCount(width, "the width of a tile");
  if (level > MAX_LEVEL) throw outOfRange(`the level of a tile is over ${MAX_LEVEL}`);
  if (width < 1 || width > TILE_WIDTH) {
    throw outOfRange(`the width of a tile is not 1 to ${TILE_WIDTH}`);
  }
}
