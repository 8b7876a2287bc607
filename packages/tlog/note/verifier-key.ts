import { concat, utf8 } from "@talanoa/crypto/bytes.ts";
import {
  isPublicKey,
  PUBLIC_KEY_BYTES,
  type PublicKey,
  publicKeyOf,
  rawKey,
} from "@talanoa/crypto/ed25519.ts";
import { sha256 } from "@talanoa/crypto/sha256.ts";
import { malformed } from "../errors.ts";
import { decodeBase64, encodeBase64 } from "../text/base64.ts";
import { checkKeyName } from "./key-name.ts";
import { type SignatureType, signatureTypeOf, typeBytes } from "./signature-type.ts";

/** A key that signatures are verified with. Made by the functions here alone, as they derive its id. */
export interface VerifierKey {
  readonly name: string;
  /** Names the key together with its name: 32 bits, not a secure hash. */
  readonly keyId: number;
  readonly type: SignatureType;
  readonly publicKey: PublicKey;
}

const HEX_ID = /^[0-9a-f]{8}$/;

/** A verifier key of an Ed25519 public key, raw (32 bytes) or as the platform has it. Throws `malformed`. */
export function verifierKey(
  name: string,
  type: SignatureType,
  key: PublicKey | Uint8Array,
): VerifierKey {
  checkKeyName(name);
  const publicKey = key instanceof Uint8Array ? fromRaw(key) : key;
  if (!isPublicKey(publicKey)) {
    throw malformed("a verifier key is not an Ed25519 public key");
  }
  return { name, type, publicKey, keyId: keyIdOf(name, typed(type, publicKey)) };
}

/** The key of a text `<name>+<key id in lower-case hex>+<base64 of type and raw public key>`. */
export function parseVerifierKey(text: string): VerifierKey {
  const [name = "", id = "", base64 = "", ...more] = text.split("+");
  // Base64 may have a plus too.
  const bytes = decodeBase64([base64, ...more].join("+"), "the key of a verifier key");
  const type = signatureTypeOf(bytes[0]);
  if (!type) throw malformed("a verifier key is of no known signature type");
  const key = verifierKey(name, type, bytes.subarray(1));
  checkKeyId(id, key);
  return key;
}

export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${hexKeyId(key)}+${encodeBase64(typed(key.type, key.publicKey))}`;
}

/** Refuses a key id that is not the key's, in eight lower-case hexadecimal digits. */
export function checkKeyId(id: string, key: VerifierKey): void {
  if (!HEX_ID.test(id)) throw malformed("the id of a key is not 8 lower-case hexadecimal digits");
  if (id !== hexKeyId(key)) throw malformed("the id of a key does not belong to its name and key");
}

export function hexKeyId({ keyId }: Pick<VerifierKey, "keyId">): string {
  return keyId.toString(16).padStart(8, "0");
}

/** The first four bytes of SHA-256(name || newline || type || public key). */
function keyIdOf(name: string, typedKey: Uint8Array): number {
  const digest = sha256(concat([utf8(`${name}\n`), typedKey]));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

function typed(type: SignatureType, publicKey: PublicKey): Uint8Array {
  return concat([Uint8Array.of(typeBytes[type]), rawKey(publicKey)]);
}

function fromRaw(raw: Uint8Array): PublicKey {
  if (raw.length !== PUBLIC_KEY_BYTES) {
    throw malformed(`an Ed25519 public key is not ${PUBLIC_KEY_BYTES} bytes`);
  }
  return publicKeyOf(raw);
}
