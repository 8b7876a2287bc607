import { malformed } from "../errors.ts";
import { encodeBase64 } from "../text/base64.ts";
import { checkCount, parseDecimal } from "../text/decimal.ts";
import { decodeText } from "../text/decode-text.ts";
import { parseHash } from "../text/hash-lines.ts";
import { checkHashes, type TreeHead } from "../tree/hash.ts";

/** What a log says of its tree (c2sp.org/tlog-checkpoint): the text of a note. */
export interface Checkpoint extends TreeHead {
  /** The log's identity: one line. */
  readonly origin: string;
  /** Further lines, opaque, none empty. */
  readonly extensions: readonly string[];
}

/** Reads the text of a note as a checkpoint. Throws `malformed`, and `out-of-range` over 2^53 - 1. */
export function parseCheckpoint(text: string): Checkpoint {
  decodeText(text, "a checkpoint");
  if (!text.endsWith("\n")) throw malformed("a checkpoint does not end with a newline");
  const [origin = "", size = "", root = "", ...extensions] = text.slice(0, -1).split("\n");
  checkLines([origin, ...extensions]);
  return {
    origin,
    size: parseDecimal(size, "the size of a checkpoint"),
    root: parseHash(root, "the root of a checkpoint"),
    extensions,
  };
}

/** The text of a checkpoint, for a note. Throws as `parseCheckpoint` does. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  checkLines([origin, ...extensions]);
  checkCount(size, "the size of a checkpoint");
  checkHashes([root], "the root of a checkpoint");
  return [origin, size, encodeBase64(root), ...extensions].map((line) => `${line}\n`).join("");
}

function checkLines(lines: readonly string[]): void {
  for (const line of lines) {
    decodeText(line, "a line of a checkpoint");
    if (line === "" || line.includes("\n")) {
      throw malformed("the origin or an extension of a checkpoint is not one line");
    }
  }
}
