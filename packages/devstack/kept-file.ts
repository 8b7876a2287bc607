import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";

/** Writes a file that only its owner can read, in one step: a reader sees the old content or the new. */
export async function writeSecret(file: string, content: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await using handle = await open(aside, "wx", 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** The parsed content of a JSON file, or undefined when there is no such file. */
export async function readJson<Content>(file: string): Promise<Content | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text) as Content;
}
