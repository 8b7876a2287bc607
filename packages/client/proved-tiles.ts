import { edgeFromTiles, edgeRoot, edgeTiles } from "@talanoa/tlog/tree/edge.ts";
import { checkRoot, foldHashes, HASH_BYTES, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { hashesAt, readTile, type Tile, TILE_WIDTH, tileAt } from "@talanoa/tlog/tree/tile.ts";
import type { TileSource } from "./tile-source.ts";

/** Gives the proven hash of the leaf at an index of a tree. */
export type ProvenLeaf = (index: number) => Promise<Uint8Array>;

/** Tiles that are kept: leaves are asked for in their order. */
const KEPT = 64;

/**
 * Leaves of a tree by its tiles, each tile proved once up to the root: for many leaves that stand close
 * this is less to send than a proof for each (8 KB for 256 instead of 0.6 KB for one), and less to hash.
 * Throws `root-mismatch` for a tile that does not belong to the tree, and as the source does.
 */
export async function provenLeaves(source: TileSource, head: TreeHead): Promise<ProvenLeaf> {
  const { size } = head;
  const read = async (tile: Tile) => {
    const bytes = await source.get(tilePath(tile));
    return readTile(() => bytes, tile);
  };
  // The partial tiles are the tree's right edge, and give its root together.
  const edge = edgeTiles(size);
  const partial = new Map<number, Uint8Array>();
  for (const tile of edge) partial.set(tile.level, await read(tile));
  const root = edgeRoot(edgeFromTiles(size, ({ level }) => partial.get(level)));
  checkRoot(root, head.root, "the tiles of the log do not give the root of its checkpoint");

  const proven = new Map<string, Promise<Uint8Array>>();
  const prove = async (tile: Tile): Promise<Uint8Array> => {
    const { level, index } = tile;
    const bytes = await read(tile);
    const parent = await tileOf(level + 1, Math.floor(index / TILE_WIDTH));
    const expected = hashIn(parent, index % TILE_WIDTH);
    const message = `${tilePath(tile)} does not belong to the tree of the checkpoint`;
    checkRoot(foldHashes(bytes, 0, TILE_WIDTH), expected, message);
    return bytes;
  };
  const tileOf = (level: number, index: number): Promise<Uint8Array> => {
    const tile = tileAt(level, index, size);
    if (tile.width < TILE_WIDTH) return Promise.resolve(partial.get(level)!);
    const key = `${level}/${index}`;
    let its = proven.get(key);
    if (!its) {
      proven.set(key, (its = prove(tile)));
      for (const old of proven.keys()) {
        if (proven.size <= KEPT) break;
        proven.delete(old);
      }
    }
    return its;
  };
  return async (index) => {
    if (index >= hashesAt(0, size)) throw new RangeError("the tree does not reach the leaf");
    return hashIn(await tileOf(0, Math.floor(index / TILE_WIDTH)), index % TILE_WIDTH);
  };
}

function hashIn(tile: Uint8Array, place: number): Uint8Array {
  return tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}
