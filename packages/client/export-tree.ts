import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { hashesAt, TILE_WIDTH, tileAt } from "@talanoa/tlog/tree/tile.ts";
import { makeFolder, removeDurably, writeWhole } from "@talanoa/platform/durable-file.ts";
import { AT_ONCE, type TileSource } from "./tile-source.ts";

/**
 * Copies a log's tree as of a size into a folder, in the layout of c2sp.org/tlog-tiles, without its
 * checkpoint. Each file is there whole or not at all, and what is there is not fetched again: it is to be
 * verified afterwards. `progress` is told how many of how many files are done.
 */
export async function exportTree(
  source: TileSource,
  folder: string,
  { size, from = 0, progress, signal }: ExportOptions,
): Promise<void> {
  const paths = treePaths(size, from);
  const folders = new Set<string>();
  let done = 0;
  const left = paths.values();
  const copy = async (): Promise<void> => {
    for (const path of left) {
      signal?.throwIfAborted();
      const place = join(folder, path);
      if (!(await isThere(place))) {
        const bytes = await source.get(path);
        if (!folders.has(dirname(place))) {
          await makeFolder(dirname(place));
          folders.add(dirname(place));
        }
        await writeWhole(place, bytes);
      }
      progress?.(++done, paths.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, copy));
}

interface ExportOptions {
  /** Entries of the tree. */
  readonly size: number;
  /** The first entry that the log has: those before stand in archives. A whole tile. */
  readonly from?: number;
  readonly progress?: (done: number, files: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Takes away the tiles of an earlier, smaller export that were not full then. */
export async function removePartial(folder: string, before: number, size: number): Promise<void> {
  const kept = new Set(partialPaths(size));
  for (const path of partialPaths(before))
    if (!kept.has(path)) await removeDurably(join(folder, path));
}

/** Every tile and bundle of a tree, the entries first. */
function treePaths(size: number, from = 0): string[] {
  const paths: string[] = [];
  for (let index = from / TILE_WIDTH; index * TILE_WIDTH < size; index++)
    paths.push(tilePath({ ...tileAt(0, index, size), level: "entries" }));
  for (let level = 0; hashesAt(level, size) > 0; level++)
    for (let index = 0; index * TILE_WIDTH < hashesAt(level, size); index++)
      paths.push(tilePath(tileAt(level, index, size)));
  return paths;
}

function partialPaths(size: number): string[] {
  return treePaths(size).filter((path) => path.includes(".p/"));
}

async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && found.size > 0;
}
