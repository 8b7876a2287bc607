import { readdir, readFile, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LOG_KEY, MANIFEST } from "@talanoa/client/archive/read-archive.ts";
import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { makeFolder, removeDurably, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { z } from "zod";
import { UsageError } from "../usage-error.ts";

const kinds = {
  tree: "the tree alone",
  records: "its own records",
  restorable: "the records of all parties",
};

const schema = z.object({
  /** The log's name. */
  log: z.string(),
  /** The participant who may see its records. */
  reader: z.string(),
  kind: z.enum(["tree", "records", "restorable"]),
});

/** Whose export stands in a folder, and what it has. */
export type ExportMaker = z.infer<typeof schema>;

/** The file of an export that says so. */
export const EXPORT = "export.json";

/** What shows that a folder has an archive or an export, finished or not. */
const SIGNS = ["checkpoint", EXPORT, MANIFEST, LOG_KEY, "tile"];

/**
 * Takes a folder for an export: one that is empty or not there, or has an export of the same reader, log and
 * kind. Throws UsageError for every other: what stands there would be handed on with the export, or be lost. Disposed of
 * before anything is exported, it takes away again what it made.
 */
export async function claimFolder(folder: string, maker: ExportMaker): Promise<AsyncDisposable> {
  const standing = await namesIn(folder);
  if (standing.includes(EXPORT)) {
    const { log, reader, kind } = await readMaker(folder);
    if (log === maker.log && reader === maker.reader && kind === maker.kind) {
      await makeFolder(folder);
      return { [Symbol.asyncDispose]: async () => {} };
    }
    throw new UsageError(
      `${folder} has another export: of ${log} by ${reader}, with ${kinds[kind]}`,
      "Give a folder of its own to each participant and kind of export.",
    );
  }
  if (standing.length > 0)
    throw new UsageError(
      `${folder} is not empty (${standing.slice(0, 3).join(", ")}), and no export that this program goes on with`,
      "Give an empty folder, or one that is not there yet.",
    );
  const made = await missingFolders(folder);
  await makeFolder(folder);
  // Before all else, so that what is interrupted is known again.
  await writeDurably(join(folder, EXPORT), Buffer.from(`${JSON.stringify(maker)}\n`));
  return { [Symbol.asyncDispose]: () => leaveUnused(folder, made) };
}

/** A folder and those above it that are not there, the innermost first. */
async function missingFolders(folder: string): Promise<string[]> {
  return (await isThere(folder)) ? [] : [folder, ...(await missingFolders(dirname(folder)))];
}

/** Takes away a claim to which nothing was exported, with the folders that were made for it. */
async function leaveUnused(folder: string, made: readonly string[]): Promise<void> {
  if ((await namesIn(folder)).some((name) => name !== EXPORT)) return;
  await removeDurably(join(folder, EXPORT));
  try {
    for (const each of made) await rmdir(each);
  } catch (error) {
    // Somebody else uses it by now.
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}

/** Whose export stands in a folder; null for an archive. Throws NotGenuine for a file that does not say so. */
export async function makerOf(folder: string): Promise<ExportMaker | null> {
  return (await isThere(join(folder, EXPORT))) ? readMaker(folder) : null;
}

/** Throws UsageError, with what may have been meant, for a folder that is not there or has neither export nor archive. */
export async function checkExportFolder(folder: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.some((name) => SIGNS.includes(name))) return;
  if (!(await isThere(folder))) throw new UsageError(`there is no folder ${folder}`);
  const inside: string[] = [];
  for (const name of names)
    if (await isThere(join(folder, name, "checkpoint"))) inside.push(join(folder, name));
  const proof = names.find((name) => name.endsWith(".tlog-proof"));
  const advice =
    inside.length > 0
      ? `Did you mean ${inside.slice(0, 3).join(", or ")}?`
      : proof === undefined
        ? ""
        : `It has proofs: name the files, as \`talanoa verify ${join(folder, proof)}\`.`;
  throw new UsageError(`${folder} is a folder, and no export or archive of the log`, advice);
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error) || isNoFolder(error)) return false;
    throw error;
  }
}

async function readMaker(folder: string): Promise<ExportMaker> {
  const path = join(folder, EXPORT);
  const text = await readFile(path, "utf8");
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new NotGenuine(`${path} is damaged`, { cause });
  }
}

/** What is in a folder, without what an interrupted write left; nothing when it is not there. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => !(name.startsWith(".") && name.endsWith(".tmp")));
  } catch (error) {
    if (isMissing(error)) return [];
    if (isNoFolder(error)) throw new UsageError(`${folder} is a file, and no folder`);
    throw error;
  }
}

function isNoFolder(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOTDIR";
}
