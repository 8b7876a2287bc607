import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMissing, writeDurably } from "@talanoa/platform/durable-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";

const FILE = "log-checkpoint";
/** A signed note of a few lines; cosignatures take some more. */
const LONGEST = 64 * 1024;

/**
 * The checkpoint that the exchange log shows now, at the address where it publishes its tiles. Whoever makes the log
 * again must come to it. `unavailable` when the log does not answer so.
 */
export async function fetchCheckpoint(address: string, signal: AbortSignal): Promise<string> {
  const url = new URL("checkpoint", address.endsWith("/") ? address : `${address}/`);
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const answer = await fetch(url, { signal: within, redirect: "error" });
    const text = await answer.text();
    if (answer.ok && text.length <= LONGEST && text.includes("\n\n— ")) return text;
    throw new Error(`status ${answer.status}`);
  } catch (cause) {
    signal.throwIfAborted();
    throw new HubError("unavailable", `the exchange log shows no checkpoint at ${url.href}`, {
      cause,
    });
  }
}

/** Keeps a checkpoint in a backup that has all that it is of. */
export async function keepCheckpoint(folder: string, note: string): Promise<void> {
  await writeDurably(join(folder, FILE), Buffer.from(note));
}

/** The checkpoint that a backup has; null when it has none. */
export async function keptCheckpoint(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, FILE), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
