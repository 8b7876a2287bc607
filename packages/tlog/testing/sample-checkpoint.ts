import { formatCheckpoint } from "../note/checkpoint.ts";
import type { Note } from "../note/note.ts";
import { signText } from "../note/sign.ts";
import { append, edgeRoot, emptyEdge } from "../tree/edge.ts";
import { leafHash, type TreeHead } from "../tree/hash.ts";
import { log, origin } from "./sample-keys.ts";

/** The head of the tree of the first entries. */
export function headOf(entries: readonly Uint8Array[], size: number): TreeHead {
  const { edge } = append(emptyEdge, entries.slice(0, size).map(leafHash));
  return { size, root: edgeRoot(edge) };
}

/** A checkpoint of the sample log, signed by it. */
export function signedCheckpoint(head: TreeHead, extensions: readonly string[] = []): Note {
  const text = formatCheckpoint({ ...head, origin, extensions });
  return { text, signatures: [signText(text, log)] };
}
