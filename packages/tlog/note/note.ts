import { space } from "@talanoa/crypto/bytes.ts";
import { malformed, outOfRange } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../text/base64.ts";
import { decodeText } from "../text/decode-text.ts";
import { checkKeyName } from "./key-name.ts";

/** A signed note (c2sp.org/signed-note). Nothing of it is verified. */
export interface Note {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 32 bits. */
  readonly keyId: number;
  /** What stands after the key id, at least one byte. */
  readonly signature: Uint8Array;
}

/** More signatures than this are refused. The specification asks for at least 16. */
const MAX_SIGNATURES = 100;
const MARK = "— ";
const KEY_ID_BYTES = 4;

/**
 * Reads a note of text or UTF-8 bytes. Throws `malformed`. The caller limits the bytes: a signature
 * can have any length.
 */
export function parseNote(input: string | Uint8Array): Note {
  const note = decodeText(input, "a note");
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0) throw malformed("a note has no empty line before its signatures");
  return { text: note.slice(0, blank + 1), signatures: parseSignatures(note.slice(blank + 2)) };
}

/** Reads signature lines alone: 1 to 100, each with its newline. Throws `malformed`. */
export function parseSignatures(text: string): NoteSignature[] {
  if (!text.endsWith("\n")) throw malformed("a note does not end with a signature line");
  const lines = text.slice(0, -1).split("\n", MAX_SIGNATURES + 1);
  if (lines.length > MAX_SIGNATURES) {
    throw malformed(`a note has more than ${MAX_SIGNATURES} signatures`);
  }
  return lines.map(parseSignature);
}

/** The note's text, as `parseNote` reads it. Throws `malformed` for what no note can have. */
export function formatNote({ text, signatures }: Note): string {
  checkText(text);
  if (signatures.length === 0) throw malformed("a note has no signature");
  if (signatures.length > MAX_SIGNATURES) {
    throw malformed(`a note has more than ${MAX_SIGNATURES} signatures`);
  }
  return `${text}\n${signatures.map(formatSignature).join("")}`;
}

/** One signature line with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  checkKeyName(name);
  if (signature.length === 0) throw malformed("a signature is empty");
  if (keyId !== keyId >>> 0) throw outOfRange("a key id is not an integer of 32 bits");
  const bytes = space(KEY_ID_BYTES + signature.length);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, keyId);
  bytes.set(signature, KEY_ID_BYTES);
  return `${MARK}${name} ${encodeBase64(bytes)}\n`;
}

/** The note with more signatures at its end, in place of those that it had by the same keys. */
export function addSignatures({ text, signatures }: Note, added: readonly NoteSignature[]): Note {
  const kept = signatures.filter((old) => !added.some((one) => sameKey(one, old)));
  return { text, signatures: [...kept, ...added] };
}

/** Whether two have the same key name and id. */
export function sameKey(
  one: { readonly name: string; readonly keyId: number },
  other: { readonly name: string; readonly keyId: number },
): boolean {
  return one.name === other.name && one.keyId === other.keyId;
}

/** Refuses a text that cannot be signed. */
export function checkText(text: string): void {
  decodeText(text, "the text of a note");
  if (!text.endsWith("\n")) throw malformed("the text of a note does not end with a newline");
}

function parseSignature(line: string): NoteSignature {
  const end = line.indexOf(" ", MARK.length);
  if (!line.startsWith(MARK) || end < 0) throw malformed("a signature line is malformed");
  const name = line.slice(MARK.length, end);
  checkKeyName(name);
  const bytes = decodeBase64(line.slice(end + 1), "a signature");
  if (bytes.length <= KEY_ID_BYTES) throw malformed("a signature is too short");
  const keyId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, keyId, signature: bytes.subarray(KEY_ID_BYTES) };
}
