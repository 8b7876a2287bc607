import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  makeFolder,
  removeDurably,
  syncFolder,
  writeDurably,
} from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { isSlot, type Purpose, slotOf, type TimedPurpose } from "./slots.ts";

/** A key, and the slot by which it is found again. */
export interface SlotKey {
  readonly slot: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/**
 * The keys under which everything about travellers is kept: one for each participant, purpose and slot of
 * time, each a file. They stand in no database, no stream and no backup of these, so that what was sealed
 * is gone from all of them, write-ahead logs too, once the file is.
 */
export interface KeyFiles {
  /** The key of a time (Unix ms); made, and on the disk, before it is given. */
  sealing(participant: string, purpose: TimedPurpose, at: number): Promise<SlotKey>;
  /** A key of its own for a list, on the disk before it is given. */
  newOfList(participant: string): Promise<SlotKey>;
  /** The key of a slot; null when it was destroyed. */
  opening(participant: string, purpose: Purpose, slot: string): Promise<Uint8Array | null>;
  /** Destroys the keys of a purpose before a slot, of all participants; how many there were. */
  destroyBefore(purpose: TimedPurpose, slot: string): Promise<number>;
  /** Destroys the keys of all lists of a participant but these slots. */
  destroyListsBut(participant: string, slots: ReadonlySet<string>): Promise<void>;
  /** Participants that have any key. */
  participants(): Promise<string[]>;
}

const KEY_BYTES = 32;
const SUFFIX = ".key";
/** Of a key that is being destroyed: nothing opens it any more. */
const ENDING = ".ending";

/**
 * Opens the keys in a folder, `<participant>/<purpose>/<slot>.key`; makes it when it is not there, and ends
 * what was being destroyed when the last process did. One process at a time uses a folder.
 */
export async function openKeyFiles(folder: string): Promise<KeyFiles> {
  await makeFolder(folder);
  await endDestruction(folder);
  const known = new Map<string, Promise<Uint8Array | null>>();
  const pathOf = (participant: string, purpose: Purpose, slot: string): string =>
    join(folder, participant, purpose, slot + SUFFIX);

  /** One reading at a time for each key; what failed, or found nothing, is tried again. */
  function once(path: string, read: () => Promise<Uint8Array | null>): Promise<Uint8Array | null> {
    const begun = known.get(path);
    if (begun) return begun;
    const reading = read();
    known.set(path, reading);
    const forget = (): void => {
      if (known.get(path) === reading) known.delete(path);
    };
    reading.then((key) => {
      if (!key) forget();
    }, forget);
    return reading;
  }

  return {
    async sealing(participant, purpose, at) {
      const slot = slotOf(purpose, at);
      const path = pathOf(participant, purpose, slot);
      for (;;) {
        const key = await once(path, () => readOrMake(path));
        if (key) return { slot, bytes: key };
        // Another caller looked it up in vain: then it is made.
        await setImmediate();
      }
    },
    opening(participant, purpose, slot) {
      const path = pathOf(participant, purpose, slot);
      return once(path, () => readKey(path));
    },
    async newOfList(participant) {
      const slot = randomBytes(KEY_BYTES / 2).toString("hex");
      return { slot, bytes: await readOrMake(pathOf(participant, "watchlist", slot)) };
    },
    async destroyBefore(purpose, slot) {
      let destroyed = 0;
      for (const participant of await namesIn(folder)) {
        for (const its of await slotsIn(participant, purpose)) {
          if (!isSlot(purpose, its) || its >= slot) continue;
          await destroy(pathOf(participant, purpose, its));
          destroyed += 1;
        }
      }
      return destroyed;
    },
    async destroyListsBut(participant, slots) {
      for (const its of await slotsIn(participant, "watchlist")) {
        if (!slots.has(its)) await destroy(pathOf(participant, "watchlist", its));
      }
    },
    participants: () => namesIn(folder),
  };

  async function slotsIn(participant: string, purpose: Purpose): Promise<string[]> {
    const names = await namesIn(join(folder, participant, purpose));
    return names
      .filter((name) => name.endsWith(SUFFIX) && !name.startsWith("."))
      .map((name) => name.slice(0, -SUFFIX.length));
  }

  async function destroy(path: string): Promise<void> {
    // Whoever asks in the meantime is told that it is gone, and does not bring it back to memory.
    const gone = Promise.resolve(null);
    known.set(path, gone);
    try {
      await destroyFile(path);
    } finally {
      if (known.get(path) === gone) known.delete(path);
    }
  }
}

async function readKey(path: string): Promise<Uint8Array | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  if (bytes.length !== KEY_BYTES) throw new Error(`a key file has ${bytes.length} bytes, not 32`);
  // What a loss of power may leave of a key that was being destroyed.
  return bytes.every((byte) => byte === 0) ? null : bytes;
}

async function readOrMake(path: string): Promise<Uint8Array> {
  const standing = await readKey(path);
  if (standing) return standing;
  await makeFolder(join(path, ".."));
  const bytes = randomBytes(KEY_BYTES);
  await writeDurably(path, bytes);
  return bytes;
}

/**
 * Hides a key, so that it is wholly there or not at all wherever this ends, then overwrites it: file systems
 * that write in place hold it nowhere after that.
 */
async function destroyFile(path: string): Promise<void> {
  const ending = join(dirname(path), `.${basename(path)}${ENDING}`);
  try {
    await rename(path, ending);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return;
  }
  await syncFolder(dirname(path));
  await overwrite(ending);
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.write(Buffer.alloc(KEY_BYTES), 0, KEY_BYTES, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await removeDurably(path);
}

/** Overwrites the keys whose destruction was begun. */
async function endDestruction(folder: string): Promise<void> {
  for (const participant of await namesIn(folder)) {
    for (const purpose of await namesIn(join(folder, participant))) {
      const keys = join(folder, participant, purpose);
      for (const name of await namesIn(keys)) {
        if (name.endsWith(ENDING)) await overwrite(join(keys, name));
      }
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === "ENOTDIR") return [];
    throw error;
  }
}
