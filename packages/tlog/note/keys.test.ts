import { createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf, samplePrivateKey, sampleSigner } from "../testing/sample-keys.ts";
import { formatSignerKey, parseSignerKey, signer } from "./signer.ts";
import { formatVerifierKey, parseVerifierKey, verifierKey } from "./verifier-key.ts";

const name = fc
  .string({ unit: "grapheme", minLength: 1 })
  .filter((name) => !/[\p{White_Space}\p{Cc}+]/u.test(name));
const type = fc.constantFrom("ed25519" as const, "cosignature/v1" as const);
const raw = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("a verifier key gives back its name, type and key", () => {
  fc.assert(
    fc.property(name, type, raw, (name, type, raw) => {
      const key = verifierKey(name, type, raw);
      const text = formatVerifierKey(key);
      const parsed = parseVerifierKey(text);
      expect([parsed.name, parsed.type, parsed.keyId]).toEqual([name, type, key.keyId]);
      expect(parsed.publicKey.equals(key.publicKey)).toBe(true);
      expect(formatVerifierKey(parsed)).toBe(text);
    }),
  );
});

test("a signer key gives back its signer, whose signatures are the same", () => {
  for (const type of ["ed25519", "cosignature/v1"] as const) {
    const text = formatSignerKey("talanoa.example/log", type, samplePrivateKey(5));
    const parsed = parseSignerKey(text);
    const made = sampleSigner("talanoa.example/log", type, 5);
    expect(formatVerifierKey(parsed.key)).toBe(formatVerifierKey(made.key));
    expect(parsed.sign(Buffer.from("text"))).toEqual(made.sign(Buffer.from("text")));
  }
});

test("a signer key that is cut or changed anywhere is refused", () => {
  const text = formatSignerKey("talanoa.example/log", "ed25519", samplePrivateKey(5));
  const changed = Array.from(text, (letter, i) => {
    const [before, after] = [text.slice(0, i), text.slice(i + 1)];
    return [before + String.fromCharCode(letter.charCodeAt(0) + 1) + after, before + after, before];
  });
  const taken = changed.flat().filter((text) => codeOf(() => parseSignerKey(text)) === undefined);
  expect(taken).toEqual([]);
});

test("one key has different ids as a signer's and as a cosigner's, and by name", () => {
  const ids = [
    sampleSigner("a", "ed25519", 1),
    sampleSigner("a", "cosignature/v1", 1),
    sampleSigner("b", "ed25519", 1),
    sampleSigner("a", "ed25519", 2),
  ].map(({ key }) => key.keyId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("names and keys that cannot be are refused", () => {
  const key = Buffer.alloc(32, 1);
  for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u3000b", "a\u0085b", "a\nb", "a\ud800"]) {
    expect(codeOf(() => verifierKey(name, "ed25519", key))).toBe("malformed");
  }
  const made = (key: Parameters<typeof verifierKey>[2]) =>
    codeOf(() => verifierKey("a", "ed25519", key));
  expect(made(Buffer.alloc(31))).toBe("malformed");
  expect(made(samplePrivateKey(1))).toBe("malformed");
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  expect(made(publicKey)).toBe("malformed");
  expect(codeOf(() => signer("a", "ed25519", privateKey))).toBe("malformed");
  const half = createPublicKey(samplePrivateKey(1));
  expect(codeOf(() => signer("a", "ed25519", half))).toBe("malformed");
  expect(made(half)).toBeUndefined();
});
