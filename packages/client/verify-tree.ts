import { compareBytes } from "@talanoa/crypto/bytes.ts";
import { type Edge, edgeTiles, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { decodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { HASH_BYTES, leafHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { TILE_WIDTH, tileAt, type TileData } from "@talanoa/tlog/tree/tile.ts";
import { verifyLeaves } from "@talanoa/tlog/tree/verify-entries.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { genuinely } from "./genuinely.ts";
import { AT_ONCE, type TileSource } from "./tile-source.ts";

export interface TreeOptions {
  /** The first entry that is read: those before stand in archives, and their hashes alone are verified. A whole tile. */
  readonly from?: number;
  /** Earlier heads that the tree must continue. */
  readonly earlier?: readonly TreeHead[];
  /** Told the leaf hash of each entry, in order. */
  readonly seen?: (index: number, leaf: Uint8Array) => void;
  /** Told how many entries are done. */
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies a whole log: reads all its entries, computes the tree, and compares it with the head and with
 * every tile that the source has; of entries that are not read it takes the hashes from its tiles. Throws NotGenuine that names what does not fit, and as the source does.
 */
export async function verifyTree(
  source: TileSource,
  head: TreeHead,
  { from: first = 0, earlier = [], seen, progress, signal }: TreeOptions = {},
): Promise<void> {
  const { size } = head;
  const bundles = Math.ceil(size / TILE_WIDTH);
  const heads = [...earlier, head];
  let edge: Edge = emptyEdge;
  const read = (at: number) => readSpan(source, at, { size, first });
  let next = read(0);
  for (let from = 0; from < bundles; from += AT_ONCE) {
    signal?.throwIfAborted();
    const span = await next;
    // The next ones come while these are hashed.
    next = read(from + AT_ONCE);
    // Its fault is told when its turn comes.
    next.catch(() => {});
    const leaves = span.flatMap(({ entries, tile }) => entries?.map(leafHash) ?? hashesOf(tile));
    for (const [i, leaf] of leaves.entries()) seen?.(edge.size + i, leaf);
    const appended = verifyLeaves(edge, leaves, []);
    for (const tile of appended.tiles)
      if (tile.width === TILE_WIDTH || (tile.level === 0 && appended.edge.size === size))
        await compare(source, tile, span[tile.index - from]?.tile);
    // After the tiles, which say more exactly what was changed; few spans have a head.
    const reached = heads.filter((its) => its.size > edge.size && its.size <= appended.edge.size);
    if (reached.length > 0) genuinely("the tree", () => verifyLeaves(edge, leaves, reached));
    edge = appended.edge;
    progress?.(edge.size);
  }
  for (const tile of edgeTiles(size))
    if (tile.level > 0) await compare(source, { ...tile, bytes: edge.partial[tile.level]! });
}

interface Bundle {
  /** None when they stand in an archive. */
  readonly entries?: Uint8Array[];
  /** The tile of level 0 beside it, as the source has it. */
  readonly tile: Uint8Array;
}

function readSpan(
  source: TileSource,
  from: number,
  { size, first }: { readonly size: number; readonly first: number },
): Promise<Bundle[]> {
  const count = Math.max(0, Math.min(AT_ONCE, Math.ceil(size / TILE_WIDTH) - from));
  return Promise.all(
    Array.from({ length: count }, async (_, i): Promise<Bundle> => {
      const place = tileAt(0, from + i, size);
      if ((from + i) * TILE_WIDTH < first) return { tile: await source.get(tilePath(place)) };
      const path = tilePath({ ...place, level: "entries" });
      const [bundle, tile] = await Promise.all([source.get(path), source.get(tilePath(place))]);
      return { tile, entries: genuinely(path, () => decodeEntries(bundle, place.width)) };
    }),
  );
}

function hashesOf(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_, i) =>
    tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

async function compare(source: TileSource, tile: TileData, served?: Uint8Array): Promise<void> {
  const { level, index, width, bytes } = tile;
  const path = tilePath({ level, index, width });
  const its = level === 0 && served ? served : await source.get(path);
  if (compareBytes(its, bytes) === 0) return;
  const entries = tilePath({ level: "entries", index, width });
  throw new NotGenuine(
    level === 0
      ? `${path} does not follow from ${entries}: one of them was changed`
      : `${path} does not follow from the tiles below it: it was changed`,
  );
}
