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

// As the services that sign read it.
interface KeyFile {
  readonly keyId: string;
  readonly privateJwk: Omit<SigningJwk, "kid">;
}

/** The key kept in this file, made when there is none; only the file's owner can read it. */
export async function keptSigningKey(file: string): Promise<SigningJwk> {
  const known = await readJson<KeyFile>(file);
  if (known) return { ...known.privateJwk, kid: known.keyId };
  const key = newSigningKey();
  const { kid, ...privateJwk } = key;
  await writeSecret(
    file,
    JSON.stringify({ keyId: kid, privateJwk } satisfies KeyFile, undefined, 2),
  );
  return key;
}
