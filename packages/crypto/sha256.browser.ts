import { sha256 as digest } from "@noble/hashes/sha2.js";
import { binary } from "./bytes.browser.ts";

// WebCrypto has it as a promise alone, and who folds a tree or opens a notice needs it at once.

export function sha256(bytes: Uint8Array): Uint8Array {
  return digest(bytes);
}

export function sha256Binary(bytes: Uint8Array): string {
  return binary(digest(bytes));
}

export function sha256Writer(into: Uint8Array): (bytes: Uint8Array, at: number) => void {
  return (bytes, at) => into.set(digest(bytes), at);
}
