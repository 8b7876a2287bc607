import type { webcrypto } from "node:crypto";
import type { PrivateParts } from "./ed25519.ts";

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** A public key, and what WebCrypto made of it: null where it knows no Ed25519 or not this key. */
export interface PublicKey {
  readonly raw: Uint8Array;
  readonly native: Promise<webcrypto.CryptoKey | null>;
}

export function publicKeyOf(raw: Uint8Array): PublicKey {
  if (raw.length !== PUBLIC_KEY_BYTES) throw new TypeError("an Ed25519 public key has 32 bytes");
  return { raw, native: nativeKey(raw) };
}

export function rawKey({ raw }: PublicKey): Uint8Array {
  return raw;
}

export function isPublicKey(key: unknown): key is PublicKey {
  return typeof key === "object" && key !== null && "raw" in key && "native" in key;
}

export async function verifies(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const native = await key.native;
  if (!native) {
    // Fetched by the few browsers that need it.
    const { verifiesNow } = await import("./ed25519-now.browser.ts");
    return verifiesNow(key, message, signature);
  }
  return crypto.subtle.verify("Ed25519", native, ownBytes(signature), ownBytes(message));
}

export function signingWith({
  x,
  d,
}: PrivateParts): (message: Uint8Array) => Uint8Array | Promise<Uint8Array> {
  const jwk = { kty: "OKP", crv: "Ed25519", x, d };
  const key = crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  // It is awaited when something is signed; until then it must not count as unhandled.
  key.catch(() => {});
  return async (message) =>
    new Uint8Array(await crypto.subtle.sign("Ed25519", await key, ownBytes(message)));
}

async function nativeKey(raw: Uint8Array): Promise<webcrypto.CryptoKey | null> {
  try {
    return await crypto.subtle.importKey("raw", ownBytes(raw), "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}

/** Typed as WebCrypto wants it: memory that no other thread shares. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
