import { randomBytes } from "node:crypto";
import { type FileHandle, link, lstat, open, readFile, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ignoreMissing } from "./missing-file.ts";

/** Milliseconds for which a reservation that does not change is taken for that of a living process. */
const HELD_UP = 10_000;
const LOOK_AGAIN = 50;

/**
 * What link(2) says where there are no hard links: FAT and exFAT, shares of virtual machines, some network and FUSE
 * file systems. Node gives EISDIR for exFAT on Windows: https://github.com/nodejs/node/issues/65817
 */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"]);

export interface PlaceOptions {
  readonly linkFile?: typeof link;
  /** Milliseconds after which the reservation of a process that ended is taken over. */
  readonly heldUp?: number;
}

/**
 * Gives a whole file its name unless that is taken: then throws the system's EEXIST. The draft is gone after a return.
 * A hard link does it in one step, so that of several at once one does, whatever happens. Where there are none,
 * `placeReserved` does.
 */
export async function placeNew(
  draft: string,
  path: string,
  { linkFile = link, heldUp = HELD_UP }: PlaceOptions = {},
): Promise<void> {
  try {
    await linkFile(draft, path);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error) ?? "")) throw error;
    return placeReserved(draft, path, heldUp);
  }
  await unlink(draft).catch(ignoreMissing);
}

/**
 * Renames while it holds a reservation: a file beside, made only where there is none. The name is given whole or not at
 * all, also when the process ends at any step; a reservation that it leaves behind is taken over once somebody has seen
 * it unchanged for `heldUp` ms, by that one's own clock. What it does not give: a process that is stopped for longer
 * than that between its last look and the rename, while another takes over and is done, writes over what that one placed.
 */
async function placeReserved(draft: string, path: string, heldUp: number): Promise<void> {
  const reservation = reservationOf(path);
  const mark = randomBytes(8).toString("hex");
  let seen: { readonly mark: string | null; readonly since: number } | undefined;
  for (;;) {
    if (await isThere(path)) throw taken(path);
    if (await reserve(reservation, mark)) break;
    const its = await markIn(reservation);
    if (!seen || seen.mark !== its) seen = { mark: its, since: performance.now() };
    else if (its !== null && performance.now() - seen.since >= heldUp) {
      await unlink(reservation).catch(ignoreMissing);
      continue;
    }
    await sleep(LOOK_AGAIN);
  }
  try {
    if (await isThere(path)) throw taken(path);
    // Two that took over at once: the one that came last has it.
    if ((await markIn(reservation)) !== mark) return await placeReserved(draft, path, heldUp);
    await rename(draft, path);
  } finally {
    if ((await markIn(reservation)) === mark) await unlink(reservation).catch(ignoreMissing);
  }
}

/** Named so that `makeFolder` clears what an ended process left. */
function reservationOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.reserved.tmp`);
}

async function reserve(reservation: string, mark: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(reservation, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    await file.writeFile(mark);
    return true;
  } catch (error) {
    await unlink(reservation).catch(ignoreMissing);
    throw error;
  } finally {
    await file.close();
  }
}

/** Null when there is none; empty when its process ended, or is, before the next step. */
async function markIn(reservation: string): Promise<string | null> {
  try {
    return await readFile(reservation, "latin1");
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

function taken(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`EEXIST: file already exists, rename -> '${path}'`), {
    code: "EEXIST",
    path,
  });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
