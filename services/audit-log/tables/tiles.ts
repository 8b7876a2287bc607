import { edgeFromTiles, edgeTiles, type Edge } from "@talanoa/tlog/tree/edge.ts";
import type { GetTile, Tile, TileData } from "@talanoa/tlog/tree/tile.ts";
import type { ClientBase, Pool } from "pg";

type Client = Pick<ClientBase | Pool, "query">;

/** Stores tiles that are new or wider than before. */
export async function writeTiles(client: ClientBase, tiles: readonly TileData[]): Promise<void> {
  await client.query({
    name: "write-tiles",
    text: `
      insert into tiles (level, index, hashes)
      select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
      on conflict (level, index) do update set hashes = excluded.hashes`,
    values: [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ bytes }) => bytes),
    ],
  });
}

/** Reads tiles, each as wide as the log reaches; what the log has not is undefined. */
export async function readTiles(client: Client, tiles: readonly Tile[]): Promise<GetTile> {
  // Proofs of neighbours need the same tiles.
  const asked = [...new Map(tiles.map((tile) => [keyOf(tile), tile])).values()];
  const { rows } = await client.query<{ level: number; index: number; hashes: Buffer }>({
    name: "read-tiles",
    text: `
      select tiles.level, tiles.index, tiles.hashes from tiles
      join unnest($1::smallint[], $2::bigint[]) as asked (level, index)
      on tiles.level = asked.level and tiles.index = asked.index`,
    values: [asked.map(({ level }) => level), asked.map(({ index }) => index)],
  });
  const found = new Map(rows.map((row) => [keyOf(row), row.hashes]));
  return (tile) => found.get(keyOf(tile));
}

function keyOf({ level, index }: Pick<Tile, "level" | "index">): string {
  return `${level}/${index}`;
}

/** The right edge of the tree of so many entries. Throws a TlogError when tiles are missing. */
export async function readEdge(client: Client, size: number): Promise<Edge> {
  return edgeFromTiles(size, await readTiles(client, edgeTiles(size)));
}
