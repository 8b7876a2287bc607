import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { z } from "zod";
import { DamagedBackup } from "./damaged-backup.ts";

/** The file by which a folder is known to be a backup: the first that is written. */
export const MANIFEST = "backup.json";

const manifest = z.object({
  /** The format. */
  talanoa_backup: z.literal(1),
  /** The whole stream; or records alone: without notices' content, sections and copies. */
  keeps: z.enum(["everything", "records"]),
  /** What the stream says up to this sequence to have been erased is erased here too. */
  erased_up_to: z.int().nonnegative(),
});

export type Manifest = z.infer<typeof manifest>;

/** What a folder says of itself; null for one that is no backup. Throws DamagedBackup. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new DamagedBackup(path, "it is not as a backup says of itself", cause);
  }
}

export async function writeManifest(folder: string, its: Manifest): Promise<void> {
  await writeDurably(join(folder, MANIFEST), Buffer.from(`${JSON.stringify(its)}\n`));
}
