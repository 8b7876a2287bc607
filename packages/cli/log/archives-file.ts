import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { removeDurably, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { type Archived, archivedIn } from "@talanoa/client/log-archives.ts";
import type { LogArchive } from "@talanoa/contract/generated/talanoa.ts";
import { z } from "zod";

/** In an export: which of the first entries stand in archives, and not here. */
const ARCHIVES = "archives.json";

const index = z.int().min(0);
const schema = z.array(
  z.object({
    name: z.string(),
    fromIndex: index,
    untilIndex: index,
    firstAt: index,
    lastAt: index,
  }),
);

/** Keeps which entries an export leaves out; no file when there is none. */
export async function writeArchives(
  folder: string,
  archives: readonly LogArchive[],
): Promise<void> {
  const path = join(folder, ARCHIVES);
  if (archives.length === 0) return removeDurably(path);
  // Field by field: a message keeps those that are not set on its prototype.
  const its = archives.map(({ name, fromIndex, untilIndex, firstAt, lastAt }) => ({
    name,
    fromIndex,
    untilIndex,
    firstAt,
    lastAt,
  }));
  await writeDurably(path, Buffer.from(`${JSON.stringify(its, null, 2)}\n`));
}

/** Which entries an export leaves out. Throws NotGenuine for a file that does not say so. */
export async function readArchives(folder: string): Promise<Archived> {
  const path = join(folder, ARCHIVES);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return { archives: [], until: 0 };
    throw error;
  }
  try {
    return archivedIn(schema.parse(JSON.parse(text)));
  } catch (cause) {
    if (cause instanceof NotGenuine) throw cause;
    throw new NotGenuine(`${path} is damaged`, { cause });
  }
}
