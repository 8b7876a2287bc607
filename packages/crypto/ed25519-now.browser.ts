import { hashes, verify } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { type PublicKey, SIGNATURE_BYTES } from "./ed25519.browser.ts";

// WebCrypto verifies neither at once nor in every browser.
hashes.sha512 = sha512;

export function verifiesNow(
  { raw }: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  // RFC 8032 to the letter, as Node and WebCrypto have it.
  return verify(signature, message, raw, { zip215: false });
}
