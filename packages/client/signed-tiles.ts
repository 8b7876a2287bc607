import { counted } from "@talanoa/contract/counted.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { openCheckpoint, type Policy, signedAlone } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { LogBehind } from "./continuing.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { genuinely } from "./genuinely.ts";
import type { TileSource } from "./tile-source.ts";

/**
 * Tiles and entries of a tree that a log has signed. What it does not serve of it is asked for twice, with the checkpoint
 * between: throws LogBehind where that is of fewer entries, as of a database or mirror that is behind, and NotGenuine where
 * the log's key did not sign it, or something is not there the second time either.
 */
export function signedTiles(
  source: TileSource,
  policy: Policy,
  { size }: Pick<TreeHead, "size">,
): TileSource {
  return {
    async get(path) {
      const first = await unlessMissing(source, path);
      if (!(first instanceof HubError)) return first;
      // At an address where no log is served there is none of this either.
      const note = await source.get("checkpoint");
      const what = "the checkpoint beside the tiles";
      const { checkpoint } = genuinely(what, () => openCheckpoint(note, signedAlone(policy)));
      if (checkpoint.size < size) throw new LogBehind(size, checkpoint.size);
      const second = await unlessMissing(source, path);
      if (!(second instanceof HubError)) return second;
      const signed = counted(size, "entry", "entries");
      throw new NotGenuine(`${second.message}, and has signed ${signed}: some were taken out`);
    },
  };
}

/** What stands there, or the error that it does not. */
async function unlessMissing(source: TileSource, path: string): Promise<Uint8Array | HubError> {
  try {
    return await source.get(path);
  } catch (error) {
    if (error instanceof HubError && error.code === "not-found") return error;
    throw error;
  }
}
