import { compareBytes, utf8 } from "@talanoa/crypto/bytes.ts";
import { SIGNATURE_BYTES } from "@talanoa/crypto/ed25519.ts";
import { verifiesNow } from "@talanoa/crypto/ed25519-now.ts";
import { TlogError } from "../errors.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { cosignedMessage, parseTimestamped } from "./cosignature.ts";
import { type Note, type NoteSignature, sameKey } from "./note.ts";
import type { SignatureType } from "./signature-type.ts";
import { hexKeyId, type VerifierKey } from "./verifier-key.ts";

/** A signature that holds. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  readonly signature: NoteSignature;
  /** Of a cosignature: when it was made, in seconds since 1970. */
  readonly time: number | undefined;
}

/** What a signature claims to sign, and when. */
interface Claim {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly time?: number;
}

// Null for bytes that cannot be a signature of the kind.
const claims = {
  ed25519: (text, signature) => ({ message: utf8(text), signature }),
  "cosignature/v1": (text, bytes) => {
    const timestamped = parseTimestamped(bytes);
    return timestamped && { ...timestamped, message: cosignedMessage(text, timestamped.time) };
  },
} satisfies Record<SignatureType, (text: string, signature: Uint8Array) => Claim | null>;

/**
 * Verifies all signatures of a note by known keys, and ignores others (c2sp.org/signed-note).
 * Throws `bad-signature` when one by a known key does not hold: the whole note is refused. A key
 * that signed twice is there twice, unless both lines are the same.
 */
export function knownSignatures(note: Note, keys: readonly VerifierKey[]): VerifiedSignature[] {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const candidates = keys.filter((key) => sameKey(key, signature));
    const [first] = candidates;
    if (!first || verified.some((each) => sameSignature(each.signature, signature))) continue;
    const holding = candidates.map((key) => check(note.text, signature, key)).find(Boolean);
    if (!holding) {
      throw new TlogError("bad-signature", `the signature by ${keyText(first)} does not hold`);
    }
    verified.push(holding);
  }
  return verified;
}

/** As `knownSignatures`, but at least one. Throws `not-signed` when no known key signed. */
export function verifyNote(note: Note, keys: readonly VerifierKey[]): VerifiedSignature[] {
  const verified = knownSignatures(note, keys);
  if (verified.length > 0) return verified;
  const names = new Set(keys.map(({ name }) => name));
  // Of a note with many signatures those that bear the name, which are the ones to compare.
  const named = note.signatures.filter(({ name }) => names.has(name));
  const by = (named.length > 0 ? named : note.signatures).slice(0, 3).map(keyText).join(", ");
  const known = keys.map(keyText).join(", ") || "none";
  throw new TlogError("not-signed", `it is signed by the key ${by}, and the known key is ${known}`);
}

function keyText({ name, keyId }: Pick<VerifierKey, "name" | "keyId">): string {
  return `${name}+${hexKeyId({ keyId })}`;
}

function check(text: string, signature: NoteSignature, key: VerifierKey): VerifiedSignature | null {
  if (key.type === "cosignature/v1") parseCheckpoint(text);
  const claim: Claim | null = claims[key.type](text, signature.signature);
  if (!claim || claim.signature.length !== SIGNATURE_BYTES) return null;
  const holds = verifiesNow(key.publicKey, claim.message, claim.signature);
  return holds ? { key, signature, time: claim.time } : null;
}

function sameSignature(one: NoteSignature, other: NoteSignature): boolean {
  return sameKey(one, other) && compareBytes(one.signature, other.signature) === 0;
}
