import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCheckpoint, parseCheckpoint } from "./note/checkpoint.ts";
import { cosign } from "./note/cosignature.ts";
import {
  addSignatures,
  formatNote,
  formatSignature,
  parseNote,
  parseSignatures,
} from "./note/note.ts";
import { formatSignerKey, parseSignerKey } from "./note/signer.ts";
import { formatVerifierKey, parseVerifierKey } from "./note/verifier-key.ts";
import { headOf, signedCheckpoint } from "./testing/sample-checkpoint.ts";
import { codeOf, log, samplePrivateKey, witnesses } from "./testing/sample-keys.ts";
import { sampleEntries } from "./testing/sample-log.ts";
import { formatTlogProof, parseTlogProof } from "./tlog-proof.ts";
import { parseTilePath, tilePath } from "./tree/tile-path.ts";
import { parseSizeAnswer } from "./witness/read-answer.ts";
import { formatAddCheckpoint, parseAddCheckpoint } from "./witness/request.ts";

const signed = signedCheckpoint(headOf(sampleEntries(5), 5), ["an extension"]);
const note = addSignatures(signed, [cosign(signed.text, witnesses[0]!, 1_700_000_000)]);
const hash = Buffer.alloc(32, 7);
const signerKey = formatSignerKey(log.key.name, "ed25519", samplePrivateKey(1));

/** Every parser: a text that it takes, and how it writes again what it read. */
const parsers: Record<string, [example: string, again: (text: string) => string]> = {
  "a note": [formatNote(note), (text) => formatNote(parseNote(text))],
  "signature lines": [
    note.signatures.map(formatSignature).join(""),
    (text) => parseSignatures(text).map(formatSignature).join(""),
  ],
  "a checkpoint": [note.text, (text) => formatCheckpoint(parseCheckpoint(text))],
  "a verifier key": [
    formatVerifierKey(log.key),
    (text) => formatVerifierKey(parseVerifierKey(text)),
  ],
  // A signer does not give its key away: its verifier key tells as much.
  "a signer key": [
    signerKey,
    (text) => {
      const { key } = parseSignerKey(text);
      return formatVerifierKey(key) === formatVerifierKey(log.key) ? signerKey : text;
    },
  ],
  "a proof file": [
    formatTlogProof({ extra: hash, index: 3, hashes: [hash, hash], checkpoint: note }),
    (text) => formatTlogProof(parseTlogProof(text)),
  ],
  "a request": [
    formatAddCheckpoint(3, [hash, hash], note),
    (text) => {
      const { oldSize, proof, note } = parseAddCheckpoint(text);
      return formatAddCheckpoint(oldSize, proof, note);
    },
  ],
  "a size": ["12\n", (text) => `${parseSizeAnswer(text)}\n`],
  "a path": ["tile/0/x001/234.p/12", (text) => tilePath(parseTilePath(text))],
};

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("\n", "\n\n", "— ", " ", "+", "a", "0", "1", "AAAA", "=", "x"),
  }),
);

/** The text with one stretch of it left out, repeated, or replaced. */
function changedText(example: string) {
  const place = fc.nat(example.length);
  return fc.tuple(place, place, fc.oneof(anyText, fc.constant(undefined))).map(([a, b, piece]) => {
    const [from, to] = a < b ? [a, b] : [b, a];
    const middle = piece ?? example.slice(from, to).repeat(2);
    return example.slice(0, from) + middle + example.slice(to);
  });
}

for (const [what, [example, again]] of Object.entries(parsers)) {
  describe(`the parser of ${what}`, () => {
    const refused = (text: string) => {
      // Any error other than this package's is thrown on, and fails the test.
      if (codeOf(() => again(text)) === undefined) expect(again(text)).toBe(text);
    };

    test("reads a text and gives it back", () => {
      expect(again(example)).toBe(example);
    });

    test("refuses any other text, or gives it back", () => {
      fc.assert(fc.property(anyText, refused), { numRuns: 500 });
      fc.assert(fc.property(changedText(example), refused), { numRuns: 500 });
      expect(codeOf(() => again(""))).toBe("malformed");
    });
  });
}

test("bytes of any kind are refused with this package's error", () => {
  const parseBytes = [parseNote, parseTlogProof, parseAddCheckpoint, parseSizeAnswer];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      for (const parse of parseBytes) expect(codeOf(() => parse(bytes))).not.toBe("missing-tile");
    }),
    { numRuns: 500 },
  );
});
