import { malformed } from "../errors.ts";
import { HASH_BYTES } from "../tree/hash.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";

// No Merkle proof is longer in a tree of less than 2^63 leaves.
const MAX_HASHES = 63;

/** One base64 hash a line, as tlog-proof and tlog-witness have them; at most 63. */
export function parseHashLines(lines: readonly string[], what: string): Uint8Array[] {
  if (lines.length > MAX_HASHES) throw malformed(`${what} has more than ${MAX_HASHES} hashes`);
  return lines.map((line) => parseHash(line, `a hash of ${what}`));
}

/** One base64 SHA-256 hash. */
export function parseHash(text: string, what: string): Uint8Array {
  const hash = decodeBase64(text, what);
  if (hash.length !== HASH_BYTES) throw malformed(`${what} is not ${HASH_BYTES} bytes`);
  return hash;
}

export function formatHashLines(hashes: readonly Uint8Array[]): string {
  return hashes.map((hash) => `${encodeBase64(hash)}\n`).join("");
}
