import { binary } from "@talanoa/crypto/bytes.ts";
import { sha256Binary } from "@talanoa/crypto/sha256.ts";

/** The version byte with which an entry begins. */
export const ENTRY_VERSION = 1;
/** The digests of an entry follow, of SHA-256. */
export const DIGEST_BYTES = 32;

/** Whether an entry commits to these bytes: a common part or a party's. */
export function commitsTo(entry: Uint8Array, bytes: Uint8Array): boolean {
  if (entry[0] !== ENTRY_VERSION) return false;
  const text = binary(entry);
  const digest = sha256Binary(bytes);
  for (let at = 1; at + DIGEST_BYTES <= text.length; at += DIGEST_BYTES) {
    if (text.startsWith(digest, at)) return true;
  }
  return false;
}
