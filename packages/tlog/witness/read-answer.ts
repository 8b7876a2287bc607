import { malformed, TlogError } from "../errors.ts";
import { addSignatures, type Note, parseSignatures } from "../note/note.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { knownSignatures, type VerifiedSignature } from "../note/verify.ts";
import { parseDecimal } from "../text/decimal.ts";
import { decodeText } from "../text/decode-text.ts";

/**
 * The checkpoint's note with the cosignatures of a witness's 200 answer that hold, the newest of each
 * key, in place of older ones by the same keys. Signatures by other keys are left out. Throws
 * `malformed`, `bad-signature`, and `not-signed` when there is none.
 */
export function addCosignatures(
  note: Note,
  body: string | Uint8Array,
  witnesses: readonly VerifierKey[],
): Note {
  const signatures = parseSignatures(decodeText(body, "a witness's answer"));
  const cosigned = knownSignatures({ text: note.text, signatures }, witnesses);
  if (cosigned.length === 0) throw new TlogError("not-signed", "no known witness cosigned");
  return addSignatures(
    note,
    newestOfEach(cosigned).map(({ signature }) => signature),
  );
}

/** One cosignature of each key: a note has room for 100, of all witnesses together. */
function newestOfEach(cosigned: readonly VerifiedSignature[]): VerifiedSignature[] {
  const byKey = Map.groupBy(cosigned, ({ key }) => key);
  return Array.from(byKey.values(), (its) =>
    its.reduce((one, other) => (timeOf(other) > timeOf(one) ? other : one)),
  );
}

function timeOf({ time = 0 }: VerifiedSignature): number {
  return time;
}

/** The size that a witness cosigned last: the body of a 409 answer of the type text/x.tlog.size. */
export function parseSizeAnswer(body: string | Uint8Array): number {
  const text = decodeText(body, "a witness's answer");
  if (!text.endsWith("\n")) throw malformed("a witness's answer does not end with a newline");
  return parseDecimal(text.slice(0, -1), "the size in a witness's answer");
}
