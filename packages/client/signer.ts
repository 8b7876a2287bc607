import { createPrivateKey, sign } from "node:crypto";
import { type Identity, InvalidIdentity } from "./identity.ts";

/** Signs for a participant by Ed25519. */
export interface Signer {
  /** The key's id in the directory. */
  readonly keyId: string;
  /** 64 bytes over the given ones. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** The signer of an identity. Throws InvalidIdentity for one without a signing key. */
export function signerOf(identity: Identity): Signer {
  const jwk = identity.signingKey;
  if (!jwk)
    throw new InvalidIdentity(`${identity.name} has no signing key, so it can read but not sign`);
  const key = createPrivateKey({
    key: { kty: "OKP", crv: "Ed25519", x: jwk.x, d: jwk.d },
    format: "jwk",
  });
  return { keyId: jwk.kid, sign: (bytes) => sign(null, bytes, key) };
}
