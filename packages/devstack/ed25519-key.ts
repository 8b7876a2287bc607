import { createHash, generateKeyPairSync } from "node:crypto";
import { readJson, writeSecret } from "./kept-file.ts";

/** An Ed25519 public key as a JWK (RFC 8037). */
export interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  /** The 32 bytes of the public key, base64url. */
  readonly x: string;
}

/** An Ed25519 private key as a JWK (RFC 8037): a secret. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** A key to sign with, and the id by which others name it. */
export interface SigningKey {
  /** Hex of the first 16 bytes of the SHA-256 of the public key. */
  readonly keyId: string;
  readonly privateJwk: PrivateJwk;
}

export interface VerifyingKey {
  readonly keyId: string;
  readonly publicJwk: PublicJwk;
}

export function newSigningKey(): SigningKey {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const publicKey = Buffer.from(x!, "base64url");
  return {
    keyId: createHash("sha256").update(publicKey).digest("hex").slice(0, 32),
    privateJwk: { kty: "OKP", crv: "Ed25519", x: x!, d: d! },
  };
}

/** The key kept in this file, made when there is none; only the file's owner can read it. */
export async function keptSigningKey(file: string): Promise<SigningKey> {
  const known = await readJson<SigningKey>(file);
  if (known) return known;
  const key = newSigningKey();
  await writeSecret(file, JSON.stringify(key, undefined, 2));
  return key;
}

export function publicPart({ keyId, privateJwk: { kty, crv, x } }: SigningKey): VerifyingKey {
  return { keyId, publicJwk: { kty, crv, x } };
}
