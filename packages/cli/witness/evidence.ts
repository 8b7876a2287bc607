import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, removeDurably, writeDurably } from "@talanoa/platform/durable-file.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { type Checkpoint, parseCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatNote, type Note, parseNote } from "@talanoa/tlog/note/note.ts";
import { type AddCheckpoint, formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import type { Contradiction } from "./contradiction.ts";
import { type LogState, logId } from "./log-state.ts";

/** A signed checkpoint that contradicts, as it is kept. Beside FILE.checkpoint stand FILE.cosigned, the
 * signed checkpoint that had been cosigned, and of an `unproven` one FILE.request, with its proof. */
export interface Evidence {
  readonly kind: Contradiction;
  /** Of the log, as in the names of all its files. */
  readonly logId: string;
  /** Unix ms, whole seconds. */
  readonly seenAt: number;
  /** The path of FILE.checkpoint. */
  readonly file: string;
  /** Undefined when the file cannot be read any more. */
  readonly checkpoint: Checkpoint | undefined;
}

/** What one caller at a time keeps of a log; of several logs at once. */
export interface EvidenceFolder {
  /** On disk when this returns. Undefined when it is kept already, or as many as are kept at all. */
  keep(
    kind: Contradiction,
    request: AddCheckpoint,
    last: LogState | undefined,
    now: number,
  ): Promise<Evidence | undefined>;
  /** Removes what was kept as unproven and has been proven now. Whether there was any. */
  settle(checkpoint: Checkpoint, note: Note): Promise<boolean>;
}

/** Of one log and kind. Whoever has a checkpoint can send it with a wrong proof, and fill a disk. */
const KEPT_AT_MOST = 100;
const ENDING = ".checkpoint";
const NAME =
  /^(.+)-(fork|unproven)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([0-9a-f]{16})\.checkpoint$/;

export function evidenceFolder(state: string): string {
  return join(state, "evidence");
}

export async function openEvidence(folder: string): Promise<EvidenceFolder> {
  await makeFolder(folder);
  const names = new Set(await checkpointsIn(folder));
  const namesOf = (origin: string, kind: Contradiction) =>
    [...names].filter((name) => name.startsWith(`${logId(origin)}-${kind}-`));
  return {
    async keep(kind, request, last, now) {
      const { checkpoint, note, oldSize, proof } = request;
      const standing = namesOf(checkpoint.origin, kind);
      const end = endingOf(note);
      if (standing.length >= KEPT_AT_MOST || standing.some((name) => name.endsWith(end)))
        return undefined;
      const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
      const name = `${logId(checkpoint.origin)}-${kind}-${stamp}Z${end}`;
      const file = join(folder, name);
      const beside = file.slice(0, -ENDING.length);
      if (last) await writeDurably(`${beside}.cosigned`, Buffer.from(last.checkpoint));
      if (kind === "unproven")
        await writeDurably(
          `${beside}.request`,
          Buffer.from(formatAddCheckpoint(oldSize, proof, note)),
        );
      // Last: it counts from now on.
      await writeDurably(file, Buffer.from(formatNote(note)));
      names.add(name);
      const seenAt = Math.floor(now / 1000) * 1000;
      return { kind, logId: logId(checkpoint.origin), seenAt, file, checkpoint };
    },
    async settle({ origin }, note) {
      const end = endingOf(note);
      const settled = namesOf(origin, "unproven").filter((name) => name.endsWith(end));
      for (const name of settled) {
        const beside = join(folder, name).slice(0, -ENDING.length);
        for (const each of [ENDING, ".request", ".cosigned"])
          await removeDurably(`${beside}${each}`);
        names.delete(name);
      }
      return settled.length > 0;
    },
  };
}

/** All that is kept in a folder, by log, the oldest first. Empty when there is no folder. */
export async function listEvidence(folder: string): Promise<Evidence[]> {
  const found: Evidence[] = [];
  for (const name of await checkpointsIn(folder)) {
    const [, log = "", kind, year, month, day, hour, minute, second] = NAME.exec(name)!;
    found.push({
      kind: kind as Contradiction,
      logId: log,
      seenAt: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
      file: join(folder, name),
      checkpoint: await readCheckpoint(join(folder, name)),
    });
  }
  return found.sort((a, b) => a.logId.localeCompare(b.logId) || a.seenAt - b.seenAt);
}

async function checkpointsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  try {
    return parseCheckpoint(parseNote(await readFile(path)).text);
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}

/** The end of the names of all evidence of one checkpoint, however often it was signed. */
function endingOf({ text }: Note): string {
  return `-${hash("sha256", text).slice(0, 16)}${ENDING}`;
}
