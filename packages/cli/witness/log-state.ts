import { hash } from "node:crypto";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { parseCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { parseNote } from "@talanoa/tlog/note/note.ts";
import { sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { z } from "zod";

/** What a witness knows of one log: the checkpoint that it cosigned last. */
export interface LogState extends TreeHead {
  readonly origin: string;
  /** Unix ms, whole seconds. */
  readonly cosignedAt: number;
  /** The signed checkpoint as the text of a note, with the log's own signatures alone. */
  readonly checkpoint: string;
}

/** A file of a state that is not what was written. The message says what is wrong with it. */
export class DamagedState extends Error {
  override readonly name = "DamagedState";
}

const schema = z.strictObject({
  talanoa_witness_state: z.literal(1),
  log: z.string(),
  size: z.int().min(0),
  root: z.base64(),
  cosigned_at: z.iso.datetime(),
  checkpoint: z.string(),
  sha256: z.string(),
});
type Fields = Omit<z.infer<typeof schema>, "sha256">;

/** The file of a log's state in a folder: what can be read of its origin, and a digest of it. */
export function stateFileName(origin: string): string {
  return `${logId(origin)}.json`;
}

/** Letters, digits, dots and dashes that stand for an origin in the names of files. */
export function logId(origin: string): string {
  const readable = origin.replaceAll(/[^A-Za-z0-9.]+/g, "-").slice(0, 60);
  return `${readable}-${hash("sha256", origin).slice(0, 16)}`;
}

/** The bytes of a state's file. */
export function formatState(state: LogState): Buffer {
  const fields: Fields = {
    talanoa_witness_state: 1,
    log: state.origin,
    size: state.size,
    root: Buffer.from(state.root).toString("base64"),
    cosigned_at: new Date(state.cosignedAt).toISOString(),
    checkpoint: state.checkpoint,
  };
  return Buffer.from(`${JSON.stringify({ ...fields, sha256: digestOf(fields) }, undefined, 2)}\n`);
}

/** Reads a state's file. Throws DamagedState when a byte of what it says was changed. */
export function parseState(bytes: Uint8Array): LogState {
  const parsed = schema.safeParse(jsonOf(bytes));
  if (!parsed.success) throw new DamagedState("it is cut short, or no state of a witness");
  const { sha256, ...fields } = parsed.data;
  if (sha256 !== digestOf(fields)) throw new DamagedState("its digest does not hold");
  const state: LogState = {
    origin: fields.log,
    size: fields.size,
    root: Buffer.from(fields.root, "base64"),
    cosignedAt: Date.parse(fields.cosigned_at),
    checkpoint: fields.checkpoint,
  };
  if (!saysTheSame(state)) throw new DamagedState("its checkpoint is of another tree");
  return state;
}

function saysTheSame({ origin, size, root, checkpoint: text }: LogState): boolean {
  try {
    const checkpoint = parseCheckpoint(parseNote(text).text);
    const { origin: log, size: leaves } = checkpoint;
    return log === origin && leaves === size && sameHash(checkpoint.root, root);
  } catch (error) {
    if (error instanceof TlogError) return false;
    throw error;
  }
}

/** In the order of the schema, whatever the order in the file. */
function digestOf(fields: Fields): string {
  const { talanoa_witness_state, log, size, root, cosigned_at, checkpoint } = fields;
  return hash(
    "sha256",
    JSON.stringify([talanoa_witness_state, log, size, root, cosigned_at, checkpoint]),
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
}
