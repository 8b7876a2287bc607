import { binary } from "@talanoa/crypto/bytes.ts";
import { sha256Binary } from "@talanoa/crypto/sha256.ts";

export { sha256 } from "@talanoa/crypto/sha256.ts";

export const DIGEST_LENGTH = 32;

/** SHA-256 as the key of a Map: the same as digestKey(sha256(bytes)). */
export function keyOfBytes(bytes: Uint8Array): string {
  return sha256Binary(bytes);
}

/** A digest as the key of a Map. */
export function digestKey(digest: Uint8Array): string {
  return binary(digest);
}
