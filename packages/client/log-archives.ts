import { ExchangeLogService, type LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { NotGenuine } from "./genuine-receipt.ts";

/** Entries of the log that the hub does not show any more: the first of it, up to one. */
export interface Archived {
  readonly archives: readonly LogArchive[];
  /** The first entry that it shows. */
  readonly until: number;
}

/** Which archives have the beginning of the log. Throws HubError, and NotGenuine for what no log can say. */
export async function fetchArchived(hub: Hub, options?: CallOptions): Promise<Archived> {
  const { archives } = await hub.call(ExchangeLogService.getCheckpoint, {}, options);
  return archivedIn(archives);
}

/** The same of archives that are known. */
export function archivedIn(archives: readonly LogArchive[]): Archived {
  let until = 0;
  for (const { name, fromIndex, untilIndex } of archives) {
    if (fromIndex !== until || untilIndex <= until || untilIndex % TILE_WIDTH !== 0)
      throw new NotGenuine(
        `the archive ${name} is said to have entries that do not go on from those before`,
      );
    until = untilIndex;
  }
  return { archives, until };
}
