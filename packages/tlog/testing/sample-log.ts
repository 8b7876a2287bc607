import { append, type Appended, emptyEdge, type Edge } from "../tree/edge.ts";
import { leafHash } from "../tree/hash.ts";
import type { GetTile, Tile, TileData } from "../tree/tile.ts";

/** Entries that all differ. */
export function sampleEntries(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`));
}

/** What keeps the widest tile of every place, as a log in a database does. */
export interface TileStore {
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly edge: Edge;
  readonly get: GetTile;
}

/** The tiles of a log whose entries came in batches of these sizes. */
export function tilesOf(entries: readonly Uint8Array[], batches: readonly number[]): TileStore {
  const tiles = new Map<string, Uint8Array>();
  const leaves = entries.map(leafHash);
  let edge = emptyEdge;
  for (const batch of batches) {
    const appended: Appended = append(edge, leaves.slice(edge.size, edge.size + batch));
    for (const tile of appended.tiles) tiles.set(place(tile), tile.bytes);
    edge = appended.edge;
  }
  return { tiles, edge, get: (tile) => tiles.get(place(tile)) };
}

/** A getter over nothing but the tiles listed, each no wider than listed. */
export function onlyThese(listed: readonly Tile[], { get }: TileStore): GetTile {
  const have = new Map(listed.map((tile) => [place(tile), tile]));
  return (tile) => {
    const listedAs = have.get(place(tile));
    return listedAs && get(tile)?.subarray(0, listedAs.width * 32);
  };
}

function place({ level, index }: Tile | TileData): string {
  return `${level}/${index}`;
}
