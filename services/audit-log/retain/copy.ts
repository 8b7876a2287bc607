import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkRecordsFile, isArchive } from "@talanoa/client/archive/read-archive.ts";
import { DRAFT } from "@talanoa/client/archive/write-archive.ts";
import { makeFolder } from "@talanoa/platform/durable-file.ts";
import { readBeginning } from "../tables/archives.ts";
import { readState } from "../tables/log-state.ts";
import { lastCheckpoint, type Retention, takeTurn } from "./retention.ts";
import { archiveName, openTaken, type Range, takeArchive } from "./take-archive.ts";

/**
 * Copies all that is in the database up to the last published checkpoint to archives in a folder, each verified
 * as it stands there; nothing is taken out. Those that are whole are written once, and their records compared each
 * time with what they were written with; the last, that is not, is written each time anew. Throws NotGenuine for
 * one that was damaged since.
 */
export async function copy(retention: Retention, folder: string): Promise<void> {
  const { pool, say } = retention;
  await using _turn = await takeTurn(pool);
  await removeDrafts(folder);
  const { partition } = await readState(pool);
  const opened = await lastCheckpoint(retention);
  const { size } = opened.checkpoint;
  const beginning = await readBeginning(pool);
  if (beginning > 0) say(`entries before ${beginning} are in archives: keep those as well`);
  for (let fromIndex = beginning; fromIndex < size; fromIndex += partition) {
    const range = { fromIndex, untilIndex: Math.min(fromIndex + partition, size) };
    const isWhole = range.untilIndex === fromIndex + partition;
    if (isWhole && (await isArchive(join(folder, archiveName(range))))) {
      await checkRecordsFile(await openTaken(retention, folder, range));
      continue;
    }
    await takeArchive(retention, folder, range, opened);
    await removeShorter(folder, range, say);
  }
}

/** Takes away what interrupted attempts left. */
async function removeDrafts(folder: string): Promise<void> {
  await makeFolder(folder);
  for (const name of await readdir(folder))
    if (/^entries-\d+-\d+/.test(name) && name.endsWith(DRAFT))
      await rm(join(folder, name), { recursive: true });
}

/** Takes away archives that begin as one does and end before it, and says so. */
async function removeShorter(
  folder: string,
  range: Range,
  say: (line: string) => void,
): Promise<void> {
  const { fromIndex, untilIndex } = range;
  for (const name of await readdir(folder)) {
    const [, from, last] = /^entries-(\d+)-(\d+)$/.exec(name) ?? [];
    if (Number(from) !== fromIndex || Number(last) >= untilIndex - 1) continue;
    await rm(join(folder, name), { recursive: true });
    say(`${name} is removed: ${archiveName(range)} has all of it`);
  }
}
