import { malformed } from "../errors.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { formatNote, type Note, parseNote } from "../note/note.ts";
import { checkCount, parseDecimal } from "../text/decimal.ts";
import { formatHashLines, parseHashLines } from "../text/hash-lines.ts";
import { splitHeadAndNote } from "../text/head-and-note.ts";
import { checkHashes } from "../tree/hash.ts";

/** What a log asks of a witness (c2sp.org/tlog-witness, add-checkpoint). Nothing is verified. */
export interface AddCheckpoint {
  /** The size of the checkpoint that the witness cosigned last. */
  readonly oldSize: number;
  /** The consistency proof from that size to the checkpoint's; empty from 0. */
  readonly proof: readonly Uint8Array[];
  readonly note: Note;
  /** What the note says. */
  readonly checkpoint: Checkpoint;
}

const OLD = "old ";

/** Reads the body of a request. Throws `malformed` and `out-of-range`: see `badRequest`. */
export function parseAddCheckpoint(body: string | Uint8Array): AddCheckpoint {
  const { lines, note: text } = splitHeadAndNote(body, "a request");
  const [first = "", ...hashes] = lines;
  if (!first.startsWith(OLD)) throw malformed("a request does not begin with the old size");
  const note = parseNote(text);
  return {
    oldSize: parseDecimal(first.slice(OLD.length), "the old size of a request"),
    proof: parseHashLines(hashes, "a request"),
    note,
    checkpoint: parseCheckpoint(note.text),
  };
}

/** The body of a request for a signed checkpoint. */
export function formatAddCheckpoint(
  oldSize: number,
  proof: readonly Uint8Array[],
  note: Note,
): string {
  checkCount(oldSize, "the old size of a request");
  checkHashes(proof, "a hash of a request");
  return `${OLD}${oldSize}\n${formatHashLines(proof)}\n${formatNote(note)}`;
}
