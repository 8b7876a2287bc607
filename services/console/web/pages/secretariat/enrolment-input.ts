import { fromBase64 } from "@talanoa/crypto/bytes.ts";
import { isParticipantForm } from "@talanoa/sharing/codes/participants.ts";
import { type Enrolment, readEnrolmentCode } from "@talanoa/sharing/directory/enrolment-code.ts";

/** Whether a text is a public key alone, 32 bytes in base64url: then it must be said whose it is. */
export function isBareKey(text: string): boolean {
  return /^[\w-]{43}$/.test(text.trim());
}

/** Whose key is entered: by the code that says so, or by a public key and the participant. Null for what is neither. */
export function enrolmentOf(text: string, participant: string): Enrolment | null {
  if (!isBareKey(text)) return readEnrolmentCode(text);
  const whose = participant.trim().toUpperCase();
  if (!isParticipantForm(whose)) return null;
  return { participant: whose, principal: "", publicKey: fromBase64(text.trim()) };
}
