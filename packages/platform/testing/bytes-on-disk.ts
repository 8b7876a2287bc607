import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { isMissing } from "../missing-file.ts";

/** A word as a program may have written it: in capitals or not, in UTF-16, in hex, in base64 wherever it begins. */
export function formsOf(word: string): (string | Buffer)[] {
  const cases = [word, word.toLowerCase(), word[0]! + word.slice(1).toLowerCase()];
  return [...new Set(cases)].flatMap((text) => {
    const bytes = Buffer.from(text);
    const hex = bytes.toString("hex");
    // Of three bytes before it none, one or two; what depends on its neighbours is left out.
    const base64 = [0, 1, 2].map((before) => {
      const whole = Math.floor((before + bytes.length) / 3) * 4;
      const from = before === 0 ? 0 : 4;
      return Buffer.concat([Buffer.alloc(before), bytes])
        .toString("base64")
        .slice(from, whole);
    });
    return [text, Buffer.from(text, "utf16le"), hex, hex.toUpperCase(), ...base64];
  });
}

/**
 * The files under a folder whose bytes hold one of these words, or runs of bytes, as `file:word`. Also where a database
 * is that could not have its files there (devstack/shared-place.ts).
 */
export async function filesWith(
  folder: string,
  words: readonly (string | Buffer)[],
): Promise<string[]> {
  const runs = words.filter((word) => typeof word !== "string");
  const found = await filesWithWords(
    folder,
    words.filter((word) => typeof word === "string"),
  );
  for (const path of await filesUnder(folder)) {
    const elsewhere = basename(path) === "data-is-at";
    if (!elsewhere && runs.length === 0) continue;
    const bytes = await readFile(path).catch(goneMeans(Buffer.alloc(0)));
    if (elsewhere) found.push(...(await filesWith(bytes.toString(), words)));
    for (const run of runs) if (bytes.includes(run)) found.push(`${path}:${run.toString("hex")}`);
  }
  return found;
}

/** A server makes and removes files and folders while it is read: what is gone between two calls holds nothing. */
function goneMeans<T>(nothing: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return nothing;
    throw error;
  };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(goneMeans([]));
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return await filesUnder(path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return files.flat();
}

/**
 * By grep, which looks for all words at once: hundreds of them in the hundreds of megabytes of a hub, read for each of
 * them, took half a minute.
 */
async function filesWithWords(folder: string, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const grep = spawn("grep", ["-raoHF", "-f", "-", folder], {
    // Bytes, not letters.
    env: { LC_ALL: "C" },
  });
  grep.stdin.end(words.map((word) => `${word}\n`).join(""));
  const [found, troubles] = await Promise.all([
    text(grep.stdout),
    text(grep.stderr),
    once(grep, "close"),
  ]);
  for (const trouble of linesOf(troubles)) {
    // Gone while it was read, as above.
    if (!trouble.endsWith("No such file or directory")) throw new Error(trouble);
  }
  return [...new Set(linesOf(found))];
}

function linesOf(said: string): string[] {
  return said.split("\n").filter((line) => line !== "");
}
