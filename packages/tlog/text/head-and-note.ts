import { malformed } from "../errors.ts";
import { decodeText } from "./decode-text.ts";

/** Lines, an empty line and a note: how tlog-proof and tlog-witness put what goes with a checkpoint. */
export function splitHeadAndNote(
  input: string | Uint8Array,
  what: string,
): { lines: string[]; note: string } {
  const text = decodeText(input, what);
  const blank = text.indexOf("\n\n");
  if (blank < 0) throw malformed(`${what} has no empty line before its checkpoint`);
  return { lines: text.slice(0, blank).split("\n"), note: text.slice(blank + 2) };
}
