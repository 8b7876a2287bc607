import { malformed } from "./errors.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { formatNote, type Note, parseNote } from "./note/note.ts";
import {
  checkQuorum,
  type OpenedCheckpoint,
  type Policy,
  signedAlone,
  verifyCheckpoint,
} from "./note/open-checkpoint.ts";
import { decodeBase64, encodeBase64 } from "./text/base64.ts";
import { checkCount, parseDecimal } from "./text/decimal.ts";
import { formatHashLines, parseHashLines } from "./text/hash-lines.ts";
import { splitHeadAndNote } from "./text/head-and-note.ts";
import { checkHashes } from "./tree/hash.ts";
import { verifyInclusion } from "./tree/inclusion.ts";

/** A proof that a log has an entry, to be verified offline (c2sp.org/tlog-proof). */
export interface TlogProof {
  /** Opaque, and not authenticated; undefined when there is none, never empty. */
  readonly extra: Uint8Array | undefined;
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, with its cosignatures. */
  readonly checkpoint: Note;
}

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = "index ";

/** Reads a proof, and verifies nothing. Throws `malformed`, and `out-of-range` over 2^53 - 1. */
export function parseTlogProof(input: string | Uint8Array): TlogProof {
  const { lines, note } = splitHeadAndNote(input, "a proof");
  if (lines.shift() !== FIRST_LINE) throw malformed(`a proof does not begin with ${FIRST_LINE}`);
  const extra = lines[0]?.startsWith(EXTRA) ? parseExtra(lines.shift()!) : undefined;
  const index = lines.shift();
  if (!index?.startsWith(INDEX)) throw malformed("a proof has no index where it should stand");
  const checkpoint = parseNote(note);
  parseCheckpoint(checkpoint.text);
  return {
    extra,
    index: parseDecimal(index.slice(INDEX.length), "the index of a proof"),
    hashes: parseHashLines(lines, "a proof"),
    checkpoint,
  };
}

/** The text of a proof, in files `*.tlog-proof`. */
export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  checkCount(index, "the index of a proof");
  checkHashes(hashes, "a hash of a proof");
  parseCheckpoint(checkpoint.text);
  if (extra?.length === 0) throw malformed("the extra data of a proof is empty");
  const extraLine = extra ? `${EXTRA}${encodeBase64(extra)}\n` : "";
  const head = `${FIRST_LINE}\n${extraLine}${INDEX}${index}\n${formatHashLines(hashes)}`;
  return `${head}\n${formatNote(checkpoint)}`;
}

/**
 * Verifies that a log which the policy trusts has an entry with this leaf hash. Throws as
 * `verifyCheckpoint` and `verifyInclusion` do.
 */
export function verifyTlogProof(
  { index, hashes, checkpoint }: TlogProof,
  leafHash: Uint8Array,
  policy: Policy,
): OpenedCheckpoint {
  const opened = verifyCheckpoint(checkpoint, signedAlone(policy));
  verifyInclusion(leafHash, index, opened.checkpoint, hashes);
  // Last: what is forged is to be told as that, whoever cosigned.
  checkQuorum(opened, policy);
  return opened;
}

function parseExtra(line: string): Uint8Array {
  const extra = decodeBase64(line.slice(EXTRA.length), "the extra data of a proof");
  if (extra.length === 0) throw malformed("the extra data of a proof is empty");
  return extra;
}
