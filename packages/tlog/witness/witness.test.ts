import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TlogError } from "../errors.ts";
import { openCheckpoint } from "../note/open-checkpoint.ts";
import { addSignatures, formatNote, formatSignature, type Note } from "../note/note.ts";
import { signText } from "../note/sign.ts";
import { headOf, signedCheckpoint } from "../testing/sample-checkpoint.ts";
import { codeOf, log, policy, sampleSigner, witnesses } from "../testing/sample-keys.ts";
import { sampleEntries, tilesOf } from "../testing/sample-log.ts";
import { consistencyProof } from "../tree/consistency.ts";
import { emptyRoot, type TreeHead } from "../tree/hash.ts";
import { badRequest, cosignedAnswer, decide, type Decision } from "./decide.ts";
import { addCosignatures, parseSizeAnswer } from "./read-answer.ts";
import { formatAddCheckpoint, parseAddCheckpoint } from "./request.ts";

const SIZE = 600;
const entries = sampleEntries(SIZE);
const { get } = tilesOf(entries, [SIZE]);
// The same first entries, and another one.
const forked = entries.with(100, Buffer.from("forked"));
const head = (size: number) => headOf(entries, size);
const keys = [log.key];
const [witness] = witnesses;

function ask(
  oldSize: number,
  note: Note,
  proof: readonly Uint8Array[],
  state: TreeHead | undefined,
): Decision {
  const body = formatAddCheckpoint(oldSize, proof, note);
  return decide(parseAddCheckpoint(Buffer.from(body)), keys, state);
}
const status = (decision: Decision) => (decision.accepted ? 200 : decision.answer.status);
const grow = (from: number, to: number, state: TreeHead | undefined) =>
  ask(from, signedCheckpoint(head(to)), consistencyProof(from, to, get), state);

describe("a witness", () => {
  test("follows a log that grows, and what it cosigns is believed", () => {
    const growth = fc.array(fc.integer({ min: 0, max: SIZE }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(growth, (sizes) => {
        let state: TreeHead | undefined;
        for (const size of sizes.sort((a, b) => a - b)) {
          const decision = grow(state?.size ?? 0, size, state);
          expect(decision).toEqual({ accepted: true, state: head(size) });
          state = head(size);
        }
      }),
      { numRuns: 50 },
    );
    const request = parseAddCheckpoint(formatAddCheckpoint(0, [], signedCheckpoint(head(5))));
    const { status, body } = cosignedAnswer(request, witnesses, 1_700_000_000);
    expect([status, body.split("\n").length]).toEqual([200, witnesses.length + 1]);
    const note = addCosignatures(request.note, body, policy(3).witnesses);
    expect(openCheckpoint(formatNote(note), policy(3)).checkpoint).toEqual(request.checkpoint);
  });

  test("does not know other logs, 404, nor believes what a log did not sign, 403", () => {
    const note = signedCheckpoint(head(5));
    const body = formatAddCheckpoint(0, [], note);
    expect(status(decide(parseAddCheckpoint(body), undefined, undefined))).toBe(404);
    const stranger = signText(note.text, sampleSigner("stranger", "ed25519", 9));
    expect(status(ask(0, { ...note, signatures: [stranger] }, [], undefined))).toBe(403);
    const forged = { ...note.signatures[0]!, signature: stranger.signature };
    expect(status(ask(0, { ...note, signatures: [forged] }, [], undefined))).toBe(403);
    const both = { ...note, signatures: [stranger, ...note.signatures] };
    expect(status(ask(0, both, [], undefined))).toBe(200);
  });

  test("answers an old size that is not its own with its own, 409", () => {
    for (const [from, state] of [
      [0, 5],
      [4, 5],
      [6, 5],
      [5, 0],
    ] as const) {
      const decision = grow(from, 9, state ? head(state) : undefined);
      expect(decision).toEqual({
        accepted: false,
        answer: { status: 409, contentType: "text/x.tlog.size", body: `${state}\n` },
      });
      expect(!decision.accepted && parseSizeAnswer(decision.answer.body)).toBe(state);
    }
    expect(status(ask(9, signedCheckpoint(head(5)), [], head(9)))).toBe(400);
  });

  test("cosigns no tree that its last one is not the beginning of: 422, or 409 of the same size", () => {
    const other = (size: number) => signedCheckpoint(headOf(forked, size));
    const proof = consistencyProof(200, 300, get);
    const theirs = consistencyProof(200, 300, tilesOf(forked, [SIZE]).get);
    expect(status(ask(200, other(300), proof, head(200)))).toBe(422);
    expect(status(ask(200, other(300), theirs, head(200)))).toBe(422);
    expect(status(ask(200, signedCheckpoint(head(300)), proof.slice(1), head(200)))).toBe(422);
    expect(status(ask(200, other(200), [], head(200)))).toBe(409);
    expect(status(ask(200, signedCheckpoint(head(200)), [], head(200)))).toBe(200);
    expect(status(ask(200, signedCheckpoint(head(200)), proof, head(200)))).toBe(422);
    expect(status(ask(0, signedCheckpoint(head(300)), proof, undefined))).toBe(422);
    const empty = { size: 0, root: head(1).root };
    expect(status(ask(0, signedCheckpoint(empty), [], undefined))).toBe(409);
    expect(status(ask(0, signedCheckpoint({ size: 0, root: emptyRoot() }), [], undefined))).toBe(
      200,
    );
  });
});

test("a request is written as the specification has it, and read as it was written", () => {
  const note = signedCheckpoint(head(300));
  const proof = consistencyProof(200, 300, get);
  const body = formatAddCheckpoint(200, proof, note);
  const hashes = proof.map((hash) => `${Buffer.from(hash).toString("base64")}\n`).join("");
  expect(body).toBe(`old 200\n${hashes}\n${formatNote(note)}`);
  expect(parseAddCheckpoint(body)).toMatchObject({ oldSize: 200, proof, note });
});

test("a body that is no request is answered with what is wrong with it, 400", () => {
  const right = formatAddCheckpoint(0, [], signedCheckpoint(head(5)));
  const hash = `${"A".repeat(43)}=\n`;
  expect(codeOf(() => parseAddCheckpoint(right.replace("\n", `\n${hash.repeat(63)}`)))).toBe(
    undefined,
  );
  const wrong = [
    "",
    "\n\n",
    right.slice(1),
    right.replace("old 0", "old 00"),
    right.replace("old 0", "old"),
    right.replace("old 0\n", ""),
    right.replace("\n", `\n${hash.repeat(64)}`),
    right.replace("\n", "\nAAAA\n"),
    right.replace("\n5\n", "\n05\n"),
    right.slice(0, -1),
  ];
  expect(wrong.filter((body) => codeOf(() => parseAddCheckpoint(body)) !== "malformed")).toEqual(
    [],
  );
  const error = new TlogError("malformed", "a request does not begin with the old size");
  expect(badRequest(error)).toMatchObject({ status: 400, body: `${error.message}\n` });
});

test("a log takes from an answer the cosignatures that hold, each witness's newest", () => {
  const request = parseAddCheckpoint(formatAddCheckpoint(0, [], signedCheckpoint(head(5))));
  const { note } = request;
  const by = (...signers: typeof witnesses) => cosignedAnswer(request, signers, 1_700_000_001).body;
  const known = [witness!.key];
  const once = addCosignatures(note, by(witness!), known);
  const later = cosignedAnswer(request, [witness!], 1_700_000_002).body;
  const twice = addCosignatures(once, later, known);
  expect(twice.signatures.map(({ name }) => name)).toEqual([log.key.name, witness!.key.name]);
  expect(formatNote(twice).endsWith(later)).toBe(true);
  expect(addCosignatures(note, by(...witnesses), known)).toEqual(once);
  expect(codeOf(() => addCosignatures(note, by(witnesses[1]!), known))).toBe("not-signed");
  const times = Array.from({ length: 100 }, (_, i) => 1_700_000_002 - ((i + 50) % 100));
  const often = times.map((time) => cosignedAnswer(request, [witness!], time).body).join("");
  expect(addCosignatures(note, often, known)).toEqual(twice);
  const other = { ...note, text: signedCheckpoint(head(6)).text };
  expect(codeOf(() => addCosignatures(other, by(witness!), known))).toBe("bad-signature");
  expect(codeOf(() => addCosignatures(note, "nothing", known))).toBe("malformed");
  expect(addSignatures(note, once.signatures.slice(1))).toEqual(once);
  expect(by(witness!)).toBe(formatSignature(once.signatures[1]!));
  for (const body of ["", "5", "05\n", "5\n\n", "five\n"]) {
    expect(codeOf(() => parseSizeAnswer(body))).toBe("malformed");
  }
});
