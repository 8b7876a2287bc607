import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { malformed } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../text/base64.ts";
import { type SignatureType, signatureTypeOf, typeBytes } from "./signature-type.ts";
import { checkKeyId, hexKeyId, type VerifierKey, verifierKey } from "./verifier-key.ts";

/** What signs notes: a key, and a function that signs bytes with it (Ed25519, 64 bytes). */
export interface Signer {
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

const PREFIX = "PRIVATE+KEY+";
const SEED_BYTES = 32;
// PKCS #8 of an Ed25519 private key (RFC 8410) up to the seed.
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A signer with an Ed25519 private key. */
export function signer(name: string, type: SignatureType, privateKey: KeyObject): Signer {
  if (privateKey.asymmetricKeyType !== "ed25519" || privateKey.type !== "private") {
    throw malformed("a signer's key is not an Ed25519 private key");
  }
  const key = verifierKey(name, type, createPublicKey(privateKey));
  return { key, sign: (message) => sign(null, message, privateKey) };
}

/** The signer of a text `PRIVATE+KEY+<name>+<key id in hex>+<base64 of type and seed>`. A secret. */
export function parseSignerKey(text: string): Signer {
  if (!text.startsWith(PREFIX)) throw malformed("a signer key does not begin with PRIVATE+KEY+");
  const [name = "", id = "", ...base64] = text.slice(PREFIX.length).split("+");
  const bytes = decodeBase64(base64.join("+"), "the key of a signer key");
  const type = signatureTypeOf(bytes[0]);
  if (!type) throw malformed("a signer key is of no known signature type");
  if (bytes.length !== 1 + SEED_BYTES) throw malformed(`a seed is not ${SEED_BYTES} bytes`);
  const der = Buffer.concat([PKCS8, bytes.subarray(1)]);
  const parsed = signer(name, type, createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  checkKeyId(id, parsed.key);
  return parsed;
}

/** The text of a private key, as `parseSignerKey` reads it. A secret. */
export function formatSignerKey(name: string, type: SignatureType, privateKey: KeyObject): string {
  const { key } = signer(name, type, privateKey);
  const seed = Buffer.from(privateKey.export({ format: "jwk" }).d!, "base64url");
  const typed = Buffer.concat([Uint8Array.of(typeBytes[type]), seed]);
  return `${PREFIX}${name}+${hexKeyId(key)}+${encodeBase64(typed)}`;
}
