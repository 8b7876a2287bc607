import { base64, fromBase64 } from "@talanoa/crypto/bytes.ts";
import { malformed } from "../errors.ts";

/** Standard base64 (RFC 4648, section 4) with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return base64(bytes);
}

/** The bytes of canonical standard base64: the one text that encodes them. `what` names it in the error. */
export function decodeBase64(text: string, what: string): Uint8Array {
  const bytes = fromBase64(text);
  if (base64(bytes) !== text) throw malformed(`${what} is not canonical base64`);
  return bytes;
}
