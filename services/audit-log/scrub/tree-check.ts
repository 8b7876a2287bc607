import { append, type Edge, edgeRoot, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { HASH_BYTES, sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { type GetTile, TILE_WIDTH, type TileData } from "@talanoa/tlog/tree/tile.ts";
import { type Difference, difference } from "./difference.ts";

/** A root that was stored or published, and where it stands. */
export interface Claim extends TreeHead {
  readonly table: "log_state" | "checkpoints" | "published-checkpoint";
  readonly column: string;
}

/** Computes the tree from its leaf hashes, and compares it with the roots that are claimed of it. */
export class TreeCheck {
  #edge: Edge = emptyEdge;
  /** The smallest first. */
  readonly #claims: Claim[];
  /** The size of the largest tree that was published and is what it should be. */
  checkpoint = 0;

  constructor(claims: readonly Claim[]) {
    this.#claims = claims.toSorted((one, other) => one.size - other.size);
  }

  get edge(): Edge {
    return this.#edge;
  }

  /** Goes on with the next leaf hashes: the tiles that are full now, or the first root that is another. */
  add(leafHashes: readonly Uint8Array[]): TileData[] | Difference {
    const from = this.#edge.size;
    const end = from + leafHashes.length;
    const full: TileData[] = [];
    const advance = (to: number): void => {
      const next = leafHashes.slice(this.#edge.size - from, to - from);
      const { edge, tiles } = append(this.#edge, next);
      full.push(...tiles.filter(({ width }) => width === TILE_WIDTH));
      this.#edge = edge;
    };
    while (this.#claims[0] && this.#claims[0].size <= end) {
      const claim = this.#claims.shift()!;
      advance(claim.size);
      const other = this.#compare(claim);
      if (other) return other;
    }
    advance(end);
    return full;
  }

  #compare({ table, column, size, root }: Claim): Difference | null {
    if (!sameHash(edgeRoot(this.#edge), root)) {
      const text =
        table === "log_state"
          ? `the root of the log's ${size} entries is not the one in its state`
          : `the first ${size} entries are not those of the checkpoint of ${size} that was published`;
      return difference(table, size, column, text);
    }
    if (table !== "log_state") this.checkpoint = size;
    return null;
  }
}

/** Compares tiles with those that are stored: each exactly as wide. */
export function checkTiles(
  expected: readonly Omit<TileData, "width">[],
  stored: GetTile,
): Difference | null {
  for (const { level, index, bytes } of expected) {
    const found = stored({ level, index, width: bytes.length / HASH_BYTES });
    const named = `the tile ${index} of level ${level}`;
    if (!found) return difference("tiles", index, "", `${named} is missing`);
    if (sameHash(found, bytes)) continue;
    const text =
      found.length === bytes.length
        ? `${named} has another hash at ${firstOther(found, bytes)} than its entries give`
        : `${named} has ${found.length} bytes instead of ${bytes.length}`;
    return difference("tiles", index, "hashes", text);
  }
  return null;
}

function firstOther(one: Uint8Array, other: Uint8Array): number {
  return Math.floor(one.findIndex((byte, i) => byte !== other[i]) / HASH_BYTES);
}
