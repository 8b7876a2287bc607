import { utf8 } from "@talanoa/crypto/bytes.ts";
import { SIGNATURE_BYTES } from "@talanoa/crypto/ed25519.ts";
import { malformed } from "../errors.ts";
import { checkText, type NoteSignature } from "./note.ts";
import type { Signer } from "./signer.ts";

/** Signs the text of a note, which ends with a newline, with a signer of the type `ed25519`. */
export function signText(text: string, signer: Signer): NoteSignature {
  checkText(text);
  if (signer.key.type !== "ed25519") throw malformed("a cosigner signs with a time: see cosign");
  return signatureOf(signer, signMessage(utf8(text), signer));
}

/** The bytes that a signer's function gives. Throws `malformed` when they are no Ed25519 signature. */
export function signMessage(message: Uint8Array, { sign }: Signer): Uint8Array {
  const signature = sign(message);
  if (signature.length !== SIGNATURE_BYTES) {
    throw malformed(`a signer did not give ${SIGNATURE_BYTES} bytes`);
  }
  return signature;
}

export function signatureOf({ key }: Signer, signature: Uint8Array): NoteSignature {
  return { name: key.name, keyId: key.keyId, signature };
}
