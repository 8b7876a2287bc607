import { expect, test } from "vitest";
import { codeOf, log, sampleSigner, witnesses } from "../testing/sample-keys.ts";
import { addSignatures, formatNote, formatSignature, parseNote, parseSignatures } from "./note.ts";
import { signText } from "./sign.ts";
import { knownSignatures, verifyNote } from "./verify.ts";

const text = "Two lines,\n\none of them empty.\n";
const other = sampleSigner("other.example", "ed25519", 2);
const signed = { text, signatures: [signText(text, log), signText(text, other)] };
const keys = [log.key, other.key];

test("a signed note is read as it was written, of text and of bytes", () => {
  const written = formatNote(signed);
  expect(written.startsWith(`${text}\n— talanoa.example/log `)).toBe(true);
  for (const input of [written, Buffer.from(written)]) {
    const note = parseNote(input);
    expect(note).toEqual(signed);
    expect(verifyNote(note, keys).map(({ key }) => key)).toEqual(keys);
  }
});

test("signatures by unknown keys are ignored, even by a known name or a known id", () => {
  const namesake = sampleSigner(log.key.name, "ed25519", 3);
  const stranger = { ...signText(text, other), name: "stranger.example" };
  const note = { text, signatures: [signText(text, namesake), stranger, ...signed.signatures] };
  expect(verifyNote(note, [log.key]).map(({ key }) => key)).toEqual([log.key]);
  expect(knownSignatures(note, [])).toEqual([]);
  expect(codeOf(() => verifyNote(note, []))).toBe("not-signed");
  const unknown = { text, signatures: [signText(text, namesake), stranger] };
  expect(codeOf(() => verifyNote(unknown, keys))).toBe("not-signed");
});

test("one signature by a known key that does not hold makes the whole note refused", () => {
  const [first, second] = signed.signatures;
  const wrongs = [
    { ...first!, signature: second!.signature },
    { ...first!, signature: first!.signature.subarray(1) },
    { ...first!, signature: Buffer.concat([first!.signature, Buffer.alloc(8)]) },
  ];
  for (const wrong of wrongs) {
    const note = { text, signatures: [second!, first!, wrong] };
    expect(codeOf(() => verifyNote(note, keys))).toBe("bad-signature");
    expect(codeOf(() => verifyNote(note, [other.key]))).toBeUndefined();
  }
  const changed = { ...signed, text: `${text}more\n` };
  expect(codeOf(() => verifyNote(changed, keys))).toBe("bad-signature");
});

test("a line that is there twice counts once", () => {
  const [first] = signed.signatures;
  expect(verifyNote({ text, signatures: [first!, first!] }, keys)).toHaveLength(1);
});

test("a further signature by a key stands in place of the one before", () => {
  const [first, second] = signed.signatures;
  const old = { ...first!, signature: Buffer.alloc(64) };
  expect(addSignatures({ text, signatures: [old, second!] }, [first!])).toEqual({
    text,
    signatures: [second!, first!],
  });
});

test("a note has 1 to 100 signatures", () => {
  const line = formatSignature(signed.signatures[0]!);
  expect(parseNote(`${text}\n${line.repeat(100)}`).signatures).toHaveLength(100);
  expect(codeOf(() => parseNote(`${text}\n${line.repeat(101)}`))).toBe("malformed");
  expect(codeOf(() => formatNote({ text, signatures: [] }))).toBe("malformed");
  const many = Array.from({ length: 101 }, () => signed.signatures[0]!);
  expect(codeOf(() => formatNote({ text, signatures: many }))).toBe("malformed");
  expect(parseSignatures(line)).toEqual([signed.signatures[0]]);
});

test("notes that are not exactly right are refused", () => {
  const line = formatSignature(signed.signatures[0]!);
  const base64 = line.slice(line.lastIndexOf(" ") + 1, -1);
  const lines = [
    "",
    "\n",
    line.slice(0, -1),
    `${line}\n`,
    ` ${line}`,
    line.replace("— ", "—"),
    line.replace("—", "-"),
    line.replace("\n", " \n"),
    line.replace("\n", "\r\n"),
    `— ${base64}\n`,
    `—  ${base64}\n`,
    "— a \n",
    "— a AAAA\n",
    "— a AAAAAA==\n",
    "— a AAAAAB==\n",
    "— a AAAAAAA\n",
    "— a AAAAA-A=\n",
    "— a\u00a0b AAAAAAA=\n",
    "— a+b AAAAAAA=\n",
  ];
  const taken = lines.filter((line) => codeOf(() => parseNote(`${text}\n${line}`)) === undefined);
  expect(taken).toEqual([]);
  expect(codeOf(() => parseNote(`${text}\n— a AAAAAAA=\n`))).toBeUndefined();
  // A byte order mark is a part of the text; half a surrogate pair and half a character are not.
  expect(parseNote(Buffer.from(`\ufeff${text}\n${line}`)).text).toBe(`\ufeff${text}`);
  expect(codeOf(() => parseNote(`\ud800${text}\n${line}`))).toBe("malformed");
  const half = Buffer.concat([Buffer.of(0xe2, 0x80), Buffer.from(`${text}\n${line}`)]);
  expect(codeOf(() => parseNote(half))).toBe("malformed");
});

test("what cannot be signed or is not what a signer gives is refused", () => {
  for (const text of ["", "no newline", "tab\t\n", "\ud800\n"]) {
    expect(codeOf(() => signText(text, log))).toBe("malformed");
    expect(codeOf(() => formatNote({ ...signed, text }))).toBe("malformed");
  }
  expect(codeOf(() => signText(text, witnesses[0]!))).toBe("malformed");
  const short = { key: log.key, sign: () => Buffer.alloc(63) };
  expect(codeOf(() => signText(text, short))).toBe("malformed");
  expect(codeOf(() => formatSignature({ name: "a", keyId: 1, signature: Buffer.alloc(0) }))).toBe(
    "malformed",
  );
  expect(codeOf(() => formatSignature({ name: "a", keyId: -1, signature: Buffer.of(1) }))).toBe(
    "out-of-range",
  );
});
