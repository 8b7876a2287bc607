import { randomBytes } from "node:crypto";
import { link, lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ignoreMissing } from "./missing-file.ts";

/** Milliseconds for which a reservation that stands is taken for that of a living process. */
const HELD_UP = 10_000;
/** The longest pause between two looks, in milliseconds. */
const LOOK_AGAIN = 50;
/** What ends the name of a reservation; so named, `makeFolder` clears what an ended process left. */
const RESERVED = ".reserved.tmp";
const RESERVATION = /^[0-9a-f]{16}\.reserved\.tmp$/;

/**
 * What link(2) says where there are no hard links: FAT and exFAT, shares of virtual machines, some network and FUSE
 * file systems. Node gives EISDIR for exFAT on Windows: https://github.com/nodejs/node/issues/65817
 */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"]);

export interface PlaceOptions {
  readonly linkFile?: typeof link;
  /** Milliseconds after which a reservation that stands is taken for that of a process that ended. */
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
 * Renames while it holds a reservation: a file beside, of a name that no other ever has. It is made first and others are
 * looked for afterwards: of two at once, at least the later one sees the other and gives way. The name is given whole or
 * not at all, also when the process ends at any step; a reservation that it leaves behind counts no more for who has seen
 * it for `heldUp` ms, by that one's own clock. What it does not give: a process that is stopped for longer than that
 * between its last look and the rename, while another is done, writes over what that one placed.
 */
async function placeReserved(draft: string, path: string, heldUp: number): Promise<void> {
  const seenSince = new Map<string, number>();
  for (;;) {
    if (await isThere(path)) throw taken(path);
    if (!(await reservationsOf(path)).map(isHeld).includes(true)) {
      const own = `${reservationPrefix(path)}${randomBytes(8).toString("hex")}${RESERVED}`;
      await (await open(own, "wx", 0o600)).close();
      try {
        const standing = await reservationsOf(path);
        const others = standing.filter((each) => each !== own);
        // Without its own it was held up itself, and is taken for one that ended.
        if (standing.length > others.length && !others.map(isHeld).includes(true)) {
          if (await isThere(path)) throw taken(path);
          await rename(draft, path);
          // It is placed: a reservation that cannot be removed now is cleared later.
          for (const each of others) await unlink(each).catch(() => {});
          return;
        }
      } finally {
        await unlink(own).catch(() => {});
      }
    }
    // Of those that gave way to each other one is the first next time.
    await sleep(Math.random() * LOOK_AGAIN);
  }

  function isHeld(reservation: string): boolean {
    const now = performance.now();
    const since = seenSince.get(reservation) ?? now;
    seenSince.set(reservation, since);
    return now - since < heldUp;
  }
}

async function reservationsOf(path: string): Promise<string[]> {
  const prefix = reservationPrefix(path);
  return (await readdir(dirname(path)))
    .map((name) => join(dirname(path), name))
    .filter((name) => name.startsWith(prefix) && RESERVATION.test(name.slice(prefix.length)));
}

function reservationPrefix(path: string): string {
  return join(dirname(path), `.${basename(path)}.`);
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
