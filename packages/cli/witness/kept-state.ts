import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import { plain } from "../plain-text.ts";
import { UsageError } from "../usage-error.ts";
import {
  DamagedState,
  formatState,
  type LogState,
  parseState,
  stateFileName,
} from "./log-state.ts";

/** Where states stand: in the state folder, and once more in a folder that stays with the key. */
export interface StatePlaces {
  readonly folder: string;
  /** What is restored or begun anew in the state folder alone is noticed by this one. */
  readonly copies: string;
}

/** The state of one log. One caller at a time. */
export interface KeptState {
  /** What was cosigned last; undefined before the first time. */
  readonly current: LogState | undefined;
  /**
   * Makes another state the current one, on disk in both places when this returns. After an error
   * it is not known which one stands there: nothing may be cosigned until it has been opened again.
   */
  commit(next: LogState): Promise<void>;
}

interface Loaded {
  readonly bytes: Buffer;
  readonly state: LogState;
}

/**
 * Opens the state of a log. Throws UsageError when it is damaged, or behind its copy: then it is not
 * known, or known to be more, what has been cosigned.
 */
export async function openState(origin: string, places: StatePlaces): Promise<KeptState> {
  const path = join(places.folder, stateFileName(origin));
  const copyPath = join(places.copies, stateFileName(origin));
  const copyToPath = `To go on from there: cp ${copyPath} ${path}`;
  const copy = await load(copyPath, origin).catch((error: unknown) => {
    throw refusal(
      error,
      copyPath,
      `${path} says it too: copy it there, unless that file was put back from an older copy.`,
    );
  });
  const own = await load(path, origin).catch((error: unknown) => {
    throw refusal(error, path, copy ? copyToPath : startAnew);
  });
  if (copy && (!own || own.state.size < copy.state.size))
    throw new UsageError(
      own
        ? `${path} has gone back: it says size ${own.state.size}, and this key has cosigned ${plain(origin)} up to size ${copy.state.size}`
        : `${path} is not there, and this key has cosigned ${plain(origin)} up to size ${copy.state.size}`,
      `Use the state folder that the key ran with. ${copyToPath}`,
    );
  if (own && copy && isOtherTree(own.state, copy.state))
    throw new UsageError(
      `${path} and ${copyPath} say different trees of size ${own.state.size} of ${plain(origin)}`,
      startAnew,
    );

  let current = own?.state;
  let standing = own?.bytes;
  return {
    get current() {
      return current;
    },
    async commit(next) {
      const found = await readIfThere(path);
      if (found === undefined ? standing !== undefined : !standing?.equals(found))
        throw new UsageError(
          `${path} was changed by something else while the witness ran`,
          "Nothing was cosigned on it. Find out what writes there, and start the witness again: it compares the file with its copy.",
        );
      const bytes = formatState(next);
      await writeDurably(path, bytes);
      // The copy is never ahead of the state, unless the state has gone back.
      await writeDurably(copyPath, bytes);
      current = next;
      standing = bytes;
    },
  };
}

const startAnew =
  "Nothing says any more what this key has cosigned, so it must not cosign this log again. Make a new key and a new state folder (`talanoa witness key`), and give the new verifier key to the log's operator and its readers.";

function isOtherTree(own: LogState, copy: LogState): boolean {
  return own.size === copy.size && !sameHash(own.root, copy.root);
}

async function load(path: string, origin: string): Promise<Loaded | undefined> {
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  const state = parseState(bytes);
  if (state.origin !== origin) throw new DamagedState("it is of another log");
  return { bytes, state };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function refusal(error: unknown, path: string, advice: string): unknown {
  if (!(error instanceof DamagedState)) return error;
  return new UsageError(`${path} is damaged: ${error.message}`, advice);
}
