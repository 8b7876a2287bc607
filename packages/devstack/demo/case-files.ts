import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const folder = join(import.meta.dirname, "cases");

/** Path of a case's draft, to be published by hand as well: `talanoa publish PATH`. */
export const caseFile = (name: string): string => join(folder, `${name}.json`);

/** The names of all cases, by date. */
export async function caseNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** A case as its officer wrote it: a draft, not yet checked. */
export async function readCase(name: string): Promise<unknown> {
  return JSON.parse(await readFile(caseFile(name), "utf8"));
}
