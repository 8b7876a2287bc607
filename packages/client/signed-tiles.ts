import { counted } from "@talanoa/contract/counted.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import type { TileSource } from "./tile-source.ts";

/** Tiles and entries of a tree that a log has signed. Throws NotGenuine for what it does not serve of it. */
export function signedTiles(source: TileSource, { size }: Pick<TreeHead, "size">): TileSource {
  return {
    async get(path) {
      try {
        return await source.get(path);
      } catch (error) {
        if (!(error instanceof HubError) || error.code !== "not-found") throw error;
        // At an address where no log is served there is none of this either.
        await source.get("checkpoint");
        const signed = counted(size, "entry", "entries");
        throw new NotGenuine(`${error.message}, and has signed ${signed}: some were taken out`);
      }
    },
  };
}
