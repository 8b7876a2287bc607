import { constants } from "node:fs";
import { lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ScreenedTransmission } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { isPassing } from "@talanoa/platform/database/retry.ts";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { asHubError, HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { takesPart } from "@talanoa/sharing/directory/standing.ts";
import { screenTransmission } from "../screen/screen-transmission.ts";
import type { Screening } from "../screening.ts";
import { makeDropFolders } from "./drop-folders.ts";

/** In whose name what is dropped is screened. */
const DROPPED = "drop-folder";
/** How often is looked for files, and how long one must have been left alone, in ms. */
const EVERY = 1_000;
const SETTLED = 2_000;
const RESULT = ".result.json";
// A link is not followed, and a pipe not waited for.
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface DropOptions {
  /** Holds a folder for each participant, `<participant>/in`, `done` and `failed`; see drop-folders.ts. */
  readonly folder: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Screens what is put into the folders `in` of participants, for these, until the signal aborts. A file moves to
 * `done` or, when it is refused, to `failed`, with its result in a file beside it; both go after the hours for
 * which messages are held. What a crash interrupts is done again: a message is screened once.
 */
export async function watchDropFolder(
  screening: Screening,
  { folder, log, signal }: DropOptions,
): Promise<void> {
  // What is wrong, by participant: it is told once.
  const wrong = new Map<string, string>();
  for (;;) {
    for (const participant of await foldersIn(folder)) {
      if (!takesPart(screening.directory().participant(participant), Date.now())) continue;
      try {
        await takeAll(screening, { participant, own: join(folder, participant) }, signal);
        wrong.delete(participant);
      } catch (error) {
        signal.throwIfAborted();
        // The broker or the database is away, or folders or files are not right: these stay where they are.
        const { message } = error as Error;
        if (wrong.get(participant) === message) continue;
        wrong.set(participant, message);
        log.warn({ participant, err: asHubError(error) }, "dropped files wait");
      }
    }
    await sleep(EVERY, undefined, { signal });
  }
}

/** Throws the first error there was; one that is of a file keeps no other from being taken. */
async function takeAll(
  screening: Screening,
  { participant, own }: Omit<Dropped, "name">,
  signal: AbortSignal,
): Promise<void> {
  await makeDropFolders(own);
  await clear(own, screening.now() - screening.lifetimes.held);
  const errors: unknown[] = [];
  for (const name of await filesIn(join(own, "in"))) {
    signal.throwIfAborted();
    try {
      await take(screening, { participant, own, name });
    } catch (error) {
      if (isPassing(error) || (error instanceof HubError && error.code === "unavailable"))
        throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

interface Dropped {
  readonly participant: string;
  /** The participant's own folder. */
  readonly own: string;
  readonly name: string;
}

async function take(screening: Screening, { participant, own, name }: Dropped): Promise<void> {
  const path = join(own, "in", name);
  await using file = await open(path, READ);
  const its = await file.stat();
  // Another name of a file may be in somebody else's folder; and it may still be written to.
  if (!its.isFile() || its.nlink > 1 || Date.now() - its.mtimeMs < SETTLED) return;
  let result: object;
  let to: "done" | "failed" = "done";
  try {
    const most = screening.transmissionBytes;
    // One byte more than there may be, however long the file is by now.
    const chunks = await Array.fromAsync(file.createReadStream({ end: most, autoClose: false }));
    const bytes = Buffer.concat(chunks as Buffer[]);
    if (bytes.length > most) throw tooLarge(most);
    const caller = { participant, principal: DROPPED };
    result = resultOf(await screenTransmission(screening, bytes, caller));
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "invalid-argument") throw error;
    to = "failed";
    const refused = error.violations.map(({ description }) => description).join(" ");
    result = { refused: refused || error.message, violations: error.violations };
  }
  await writeDurably(
    join(own, to, name + RESULT),
    Buffer.from(`${JSON.stringify(result, null, 2)}\n`),
  );
  await rename(path, join(own, to, name));
}

function tooLarge(most: number): HubError {
  const description = `A file has up to ${most} bytes: put its messages into several.`;
  return new HubError("invalid-argument", description, {
    violations: [{ field: "file", rule: "transmission-size", description }],
  });
}

/** What came of a file, for people and programs; it names no traveller. */
function resultOf(answer: Init<ScreenedTransmission>): object {
  const { digest, screenedAt, repeated, messages, issues, waiting } = ScreenedTransmission.decode(
    ScreenedTransmission.encode(answer),
  );
  return {
    digest: Buffer.from(digest).toString("hex"),
    screened_at: new Date(screenedAt).toISOString(),
    repeated,
    messages: messages.map(({ kind, type, complete, flights, travellers, bookings, ...its }) => ({
      kind,
      type,
      function: its.function,
      complete,
      flights: flights.map(({ flight }) => flight),
      travellers,
      bookings,
      issues: its.issues,
      further_issues: its.furtherIssues,
      flags: its.hits.map(({ flag, grade }) => ({ flag, grade })),
    })),
    issues,
    waiting: waiting.map(({ until, ...part }) => ({
      ...part,
      until: new Date(until).toISOString(),
    })),
  };
}

/** Removes what was done or failed before a time. */
async function clear(own: string, before: number): Promise<void> {
  for (const each of ["done", "failed"]) {
    for (const name of await filesIn(join(own, each))) {
      const path = join(own, each, name);
      try {
        // A file is renamed, not written anew: the time of the change of its place counts.
        if ((await lstat(path)).ctimeMs < before) await unlink(path);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The files of a folder, by name; hidden ones are somebody's drafts. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}
