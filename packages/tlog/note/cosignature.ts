import { space, utf8 } from "@talanoa/crypto/bytes.ts";
import { SIGNATURE_BYTES } from "@talanoa/crypto/ed25519.ts";
import { malformed } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { NoteSignature } from "./note.ts";
import { signatureOf, signMessage } from "./sign.ts";
import type { Signer } from "./signer.ts";

/** What a cosignature (c2sp.org/tlog-cosignature) has after its key id. */
export interface TimestampedSignature {
  /** When it was made: seconds since 1970. */
  readonly time: number;
  readonly signature: Uint8Array;
}

const TIME_BYTES = 8;

/**
 * Cosigns the text of a checkpoint, as of a time in seconds since 1970, with a signer of the type
 * `cosignature/v1`. It says that no larger consistent tree of the log had been seen: see `decide`
 * of witness/decide.ts.
 */
export function cosign(text: string, signer: Signer, time: number): NoteSignature {
  parseCheckpoint(text);
  checkCount(time, "the time of a cosignature");
  if (signer.key.type !== "cosignature/v1") throw malformed("the signer's key is no cosigner's");
  const signature = signMessage(cosignedMessage(text, time), signer);
  const bytes = space(TIME_BYTES + SIGNATURE_BYTES);
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, BigInt(time));
  bytes.set(signature, TIME_BYTES);
  return signatureOf(signer, bytes);
}

/** Null for bytes that are none, or a time over 2^53 - 1. */
export function parseTimestamped(bytes: Uint8Array): TimestampedSignature | null {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0));
  return Number.isSafeInteger(time) ? { time, signature: bytes.subarray(TIME_BYTES) } : null;
}

/** What is signed. */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}
