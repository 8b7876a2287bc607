import { signingWith } from "@talanoa/crypto/ed25519.ts";
import type { Caller } from "./identity.ts";
import { InvalidIdentity } from "./invalid-identity.ts";

/** Signs for a participant by Ed25519. */
export interface Signer {
  /** The key's id in the directory. */
  readonly keyId: string;
  /** 64 bytes over the given ones. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** What signs for a caller. Throws InvalidIdentity for one without a signing key. */
export function signerOf({ name, signer, signingKey }: Caller): Signer {
  if (signer) return signer;
  if (!signingKey)
    throw new InvalidIdentity(`${name} has no signing key, so it can read but not sign`);
  return { keyId: signingKey.kid, sign: signingWith(signingKey) };
}
