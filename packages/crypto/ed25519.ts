import {
  createPrivateKey,
  createPublicKey,
  KeyObject,
  sign as signWith,
  verify,
} from "node:crypto";
import { base64url, fromBase64 } from "./bytes.ts";

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** A public key that is ready to verify with: building one costs about as much as a verification. */
export type PublicKey = KeyObject;

/** A private key as a JWK has it: public and private part, 32 bytes each, base64url. */
export interface PrivateParts {
  readonly x: string;
  readonly d: string;
}

/** A public key of its 32 bytes. Throws for another number of them. */
export function publicKeyOf(raw: Uint8Array): PublicKey {
  const key = { kty: "OKP", crv: "Ed25519", x: base64url(raw) };
  return createPublicKey({ key, format: "jwk" });
}

/** The 32 bytes of a public key. */
export function rawKey(key: PublicKey): Uint8Array {
  return fromBase64(key.export({ format: "jwk" }).x!);
}

/** Whether a key of the platform is an Ed25519 public key. */
export function isPublicKey(key: unknown): key is PublicKey {
  return key instanceof KeyObject && key.type === "public" && key.asymmetricKeyType === "ed25519";
}

/** Whether a signature holds, checked off the main thread. */
export function verifies(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, message, key, signature, (error, holds) =>
      error ? reject(error) : resolve(holds),
    );
  });
}

/** What signs with a private key: 64 bytes. */
export function signingWith({
  x,
  d,
}: PrivateParts): (message: Uint8Array) => Uint8Array | Promise<Uint8Array> {
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x, d }, format: "jwk" });
  return (message) => signWith(null, message, key);
}
