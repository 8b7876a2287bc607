import { createPublicKey, hash, type KeyObject, verify } from "node:crypto";

const PUBLIC_KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;

const noticeDomain = Buffer.from("talanoa/v1/notice\n");
const statementDomain = Buffer.from("talanoa/v1/statement\n");
const receiptDomain = Buffer.from("talanoa/v1/receipt\n");

/** What the origin signs of a notice: its header, apart from all else that is ever signed. */
export function noticeSigningInput(header: Uint8Array): Uint8Array {
  return Buffer.concat([noticeDomain, header]);
}

/** What a participant signs of a statement: its body. */
export function statementSigningInput(body: Uint8Array): Uint8Array {
  return Buffer.concat([statementDomain, body]);
}

/** What the hub signs of a receipt. */
export function receiptSigningInput(receipt: Uint8Array): Uint8Array {
  return Buffer.concat([receiptDomain, receipt]);
}

/** The id of a raw Ed25519 public key: the first 16 bytes of its SHA-256, in hexadecimal. */
export function keyIdOf(publicKey: Uint8Array): string {
  return hash("sha256", publicKey, "hex").slice(0, 32);
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
  if (publicKey.length !== PUBLIC_KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) {
    return Promise.resolve(false);
  }
  const key = keyObject(publicKey);
  return new Promise((resolve, reject) => {
    verify(null, input, key, signature, (error, holds) => (error ? reject(error) : resolve(holds)));
  });
}

// Building a KeyObject costs about as much as a verification. A hub sees a few hundred keys.
const MAX_KEPT_KEYS = 4096;
const keptKeys = new Map<string, KeyObject>();

function keyObject(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString("base64url");
  const kept = keptKeys.get(x);
  if (kept) return kept;
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  if (keptKeys.size >= MAX_KEPT_KEYS) keptKeys.clear();
  keptKeys.set(x, key);
  return key;
}
