import { base64url, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { isParticipantForm } from "../codes/participants.ts";
import { keyIdOf } from "../notice/sign.ts";

/** The public key of a device, and whose it is, as its page shows them for the Secretariat to enter. */
export interface Enrolment {
  readonly participant: string;
  readonly principal: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const KEY_BYTES = 32;
/** Digits of the key's id at the end: a character that was lost on the way is seen. */
const CHECKED = 8;

/** `FJ.fj-liaison.KEY.1c0d4e77`: participant, principal, the key in base64url, the beginning of its id. */
export function enrolmentCode({ participant, principal, publicKey }: Enrolment): string {
  const check = keyIdOf(publicKey).slice(0, CHECKED);
  return [participant, principal, base64url(publicKey), check].join(".");
}

/** What a code says; null for what is none, or was not copied whole. White space in it is left out. */
export function readEnrolmentCode(code: string): Enrolment | null {
  const [participant = "", principal = "", key = "", check = "", ...rest] = code
    .replaceAll(/\s/g, "")
    .split(".");
  if (!isParticipantForm(participant) || !SUBJECT_TOKEN.test(principal) || rest.length > 0)
    return null;
  if (!/^[\w-]{43}$/.test(key)) return null;
  const publicKey = fromBase64(key);
  const isWhole = publicKey.length === KEY_BYTES && keyIdOf(publicKey).startsWith(check);
  return isWhole && check.length === CHECKED ? { participant, principal, publicKey } : null;
}
