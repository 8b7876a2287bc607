import { malformed } from "../errors.ts";
import { decodeText } from "../text/decode-text.ts";

const SPACE_OR_PLUS = /[\p{White_Space}+]/u;

/** Refuses an empty key name and one with Unicode spaces or a plus (c2sp.org/signed-note). */
export function checkKeyName(name: string): void {
  decodeText(name, "a key name");
  if (name === "") throw malformed("a key name is empty");
  if (SPACE_OR_PLUS.test(name)) throw malformed("a key name has a space or a plus");
}
