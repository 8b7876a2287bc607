import { createHash, generateKeyPairSync } from "node:crypto";
import type { SigningJwk } from "@talanoa/client/identity.ts";
import { readJson, writeSecret } from "./kept-file.ts";

/**
 * A new Ed25519 key to sign with, as a JWK. Its `kid` is the id by which the directory names it: hex of the first 16
 * bytes of the SHA-256 of the public key.
 */
export function newSigningKey(): SigningJwk {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const publicKey = Buffer.from(x!, "base64url");
  const kid = createHash("sha256").update(publicKey).digest("hex").slice(0, 32);
  return { kty: "OKP", crv: "Ed25519", kid, x: x!, d: d! };
}

/** The key kept in this file, made when there is none; only the file's owner can read it. */
export async function keptSigningKey(file: string): Promise<SigningJwk> {
  const known = await readJson<SigningJwk>(file);
  if (known) return known;
  const key = newSigningKey();
  await writeSecret(file, JSON.stringify(key, undefined, 2));
  return key;
}
