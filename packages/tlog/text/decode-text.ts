import { malformed } from "../errors.ts";

// A byte order mark is a character like any other: what was signed has it.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** The text of a string or of UTF-8 bytes, without ASCII control characters other than newline. */
export function decodeText(input: string | Uint8Array, what: string): string {
  const text = typeof input === "string" ? input : decodeUtf8(input, what);
  if (!text.isWellFormed()) throw malformed(`${what} has a lone surrogate`);
  if (CONTROL.test(text)) throw malformed(`${what} has a control character`);
  return text;
}

function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed(`${what} is not UTF-8`);
  }
}
