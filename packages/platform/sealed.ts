import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Of a sealed box; another way of sealing will have another number. */
const FORM = 1;

/**
 * Seals bytes by AES-256-GCM (NIST SP 800-38D) under a key of 32 bytes: form, nonce, ciphertext, tag. The
 * label says what is in it and whose it is; it is not hidden and opens nothing else. The nonce is random,
 * which is safe for far more boxes than one slot ever has (2^32 a key).
 */
export function seal(key: Uint8Array, label: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(label));
  const hidden = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.of(FORM), nonce, ...hidden, cipher.getAuthTag()]);
}

/** What was sealed under this key and label. Throws when it is anything else. */
export function open(key: Uint8Array, label: string, sealed: Uint8Array): Buffer {
  if (sealed[0] !== FORM || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error("what was kept is not a sealed box");
  }
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const hidden = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES);
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(label));
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([cipher.update(hidden), cipher.final()]);
}
