import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { TileSource } from "./tile-source.ts";

/** A log's tree in a folder, as it was exported. */
export function folderTiles(folder: string): TileSource {
  return {
    async get(path) {
      try {
        return await readFile(join(folder, path));
      } catch (cause) {
        if (!isMissing(cause)) throw cause;
        throw new HubError("not-found", `${path} is missing in ${folder}`, { cause });
      }
    },
  };
}
