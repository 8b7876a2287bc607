import { base64url, concat, hex, utf8 } from "@talanoa/crypto/bytes.ts";
import {
  PUBLIC_KEY_BYTES,
  type PublicKey,
  publicKeyOf,
  SIGNATURE_BYTES,
  verifies,
} from "@talanoa/crypto/ed25519.ts";
import { sha256 } from "@talanoa/crypto/sha256.ts";

export const SIGNATURE_LENGTH = SIGNATURE_BYTES;

const noticeDomain = utf8("talanoa/v1/notice\n");
const statementDomain = utf8("talanoa/v1/statement\n");
const receiptDomain = utf8("talanoa/v1/receipt\n");

/** What the origin signs of a notice: its header, apart from all else that is ever signed. */
export function noticeSigningInput(header: Uint8Array): Uint8Array {
  return concat([noticeDomain, header]);
}

/** What a participant signs of a statement: its body. */
export function statementSigningInput(body: Uint8Array): Uint8Array {
  return concat([statementDomain, body]);
}

/** What the hub signs of a receipt. */
export function receiptSigningInput(receipt: Uint8Array): Uint8Array {
  return concat([receiptDomain, receipt]);
}

/** The id of a raw Ed25519 public key: the first 16 bytes of its SHA-256, in hexadecimal. */
export function keyIdOf(publicKey: Uint8Array): string {
  return hex(sha256(publicKey)).slice(0, 32);
}

/**
 * Whether an Ed25519 signature holds, checked off the main thread. False too for a key or a
 * signature that is none.
 */
export function verifySignature(
  input: Uint8Array,
  publicKey: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) {
    return Promise.resolve(false);
  }
  return verifies(readyKey(publicKey), input, signature);
}

// Making a key ready costs about as much as a verification. A hub sees a few hundred keys.
const MAX_KEPT_KEYS = 4096;
const keptKeys = new Map<string, PublicKey>();

function readyKey(publicKey: Uint8Array): PublicKey {
  const x = base64url(publicKey);
  const kept = keptKeys.get(x);
  if (kept) return kept;
  const key = publicKeyOf(publicKey);
  if (keptKeys.size >= MAX_KEPT_KEYS) keptKeys.clear();
  keptKeys.set(x, key);
  return key;
}
