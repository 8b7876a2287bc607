import { hash } from "node:crypto";

export const DIGEST_LENGTH = 32;

/** SHA-256. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash("sha256", bytes, "buffer");
}

/** A digest as the key of a Map. */
export function digestKey(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString("latin1");
}
