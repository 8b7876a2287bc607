import { createPublicKey, type KeyObject } from "node:crypto";
import { UsageError } from "./usage-error.ts";

const HOW = "Give an Ed25519 public key: PEM, a JWK, or its 32 bytes in base64url.";

/**
 * The 32 bytes of an Ed25519 public key that a person gave: PEM (`BEGIN PUBLIC KEY`), a JWK, or the bytes in
 * base64url. Throws UsageError, which quotes nothing: it may be a private key by mistake.
 */
export function readPublicKey(text: string): Uint8Array {
  const given = text.trim();
  if (/PRIVATE KEY/.test(given) || /"d"\s*:/.test(given))
    throw new UsageError(
      "this is a private key: it never leaves its owner, and nobody registers it",
      HOW,
    );
  const raw = Buffer.from(given, "base64url");
  if (/^[A-Za-z0-9_-]{43}$/.test(given) && raw.length === 32) return raw;
  const key = given.startsWith("{") ? ofJwk(given) : ofPem(given);
  const { x } = key?.asymmetricKeyType === "ed25519" ? key.export({ format: "jwk" }) : {};
  if (!x) throw new UsageError("this is no Ed25519 public key", HOW);
  return Buffer.from(x, "base64url");
}

function ofJwk(text: string): KeyObject | null {
  try {
    return createPublicKey({ key: JSON.parse(text) as { [field: string]: string }, format: "jwk" });
  } catch {
    return null;
  }
}

function ofPem(text: string): KeyObject | null {
  try {
    return createPublicKey(text);
  } catch {
    return null;
  }
}
