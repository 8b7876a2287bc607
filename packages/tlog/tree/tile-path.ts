import { malformed } from "../errors.ts";
import { parseDecimal } from "../text/decimal.ts";
import { checkTile, TILE_WIDTH, type Tile } from "./tile.ts";

/** Where an entry bundle stands: the entries of the level 0 tile of the same index and width. */
export interface Bundle {
  readonly level: "entries";
  readonly index: number;
  readonly width: number;
}

const PATH = /^tile\/(entries|[0-9]+)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/**
 * The path of a tile or entry bundle under a log's prefix (c2sp.org/tlog-tiles):
 * `tile/0/x001/x234/067`, `tile/entries/000.p/12`.
 */
export function tilePath(tile: Tile | Bundle): string {
  const { level, index, width } = tile;
  checkTile(level === "entries" ? { level: 0, index, width } : (tile as Tile));
  const suffix = width === TILE_WIDTH ? "" : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${suffix}`;
}

/** What a path stands for. Throws a TlogError unless it is exactly the one that `tilePath` gives. */
export function parseTilePath(path: string): Tile | Bundle {
  const [, level, index, width] = PATH.exec(path) ?? [];
  if (!level || !index) throw malformed("the path is not that of a tile or entry bundle");
  const digits = index.replace(/[x/]/g, "").replace(/^0+(?=.)/, "");
  const place = {
    index: parseDecimal(digits, "the index of a tile"),
    width: width ? parseDecimal(width, "the width of a tile") : TILE_WIDTH,
  };
  const tile: Tile | Bundle =
    level === "entries"
      ? { level, ...place }
      : { level: parseDecimal(level, "the level of a tile"), ...place };
  if (tilePath(tile) !== path) throw malformed("the path of a tile is not canonical");
  return tile;
}

/** Three digits an element, all but the last with an x before them. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const elements = padded.match(/.{3}/g)!;
  return elements.map((each, i) => (i < elements.length - 1 ? `x${each}` : each)).join("/");
}
