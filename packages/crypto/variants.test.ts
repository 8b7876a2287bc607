import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as browserBytes from "./bytes.browser.ts";
import * as bytes from "./bytes.ts";
import * as browserNow from "./ed25519-now.browser.ts";
import * as now from "./ed25519-now.ts";
import * as browserEd25519 from "./ed25519.browser.ts";
import * as ed25519 from "./ed25519.ts";
import * as browserSha256 from "./sha256.browser.ts";
import * as sha256 from "./sha256.ts";

const plain = (its: Uint8Array) => [...its];
const some = fc.uint8Array({ maxLength: 300 });

/** A key pair: the private parts of its JWK, and its 32 public bytes. */
function pair() {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { parts: { x, d }, raw: bytes.fromBase64(x) };
}

describe("what a browser computes is what Node computes", () => {
  test("both variants have the same surface", () => {
    expect(Object.keys(browserBytes).sort()).toEqual(Object.keys(bytes).sort());
    expect(Object.keys(browserSha256).sort()).toEqual(Object.keys(sha256).sort());
    expect(Object.keys(browserEd25519).sort()).toEqual(Object.keys(ed25519).sort());
    expect(Object.keys(browserNow).sort()).toEqual(Object.keys(now).sort());
  });

  test("texts of bytes", () => {
    fc.assert(
      fc.property(some, (its) => {
        expect(browserBytes.hex(its)).toBe(bytes.hex(its));
        expect(browserBytes.base64(its)).toBe(bytes.base64(its));
        expect(browserBytes.base64url(its)).toBe(bytes.base64url(its));
        expect(browserBytes.binary(its)).toBe(bytes.binary(its));
        expect(plain(browserBytes.fromHex(bytes.hex(its)))).toEqual(plain(its));
        expect(plain(browserBytes.fromBase64(bytes.base64(its)))).toEqual(plain(its));
        expect(plain(browserBytes.fromBase64(bytes.base64url(its)))).toEqual(plain(its));
      }),
    );
    const long = randomBytes(100_000);
    expect(browserBytes.base64(long)).toBe(bytes.base64(long));
  });

  test("texts that are not quite base64 or hexadecimal are read alike", () => {
    const odd = fc.string({
      unit: fc.constantFrom(...Array.from("AZaz09+/-_= \n!é")),
      maxLength: 40,
    });
    fc.assert(
      fc.property(odd, (text) => {
        expect(plain(browserBytes.fromBase64(text))).toEqual(plain(bytes.fromBase64(text)));
        expect(plain(browserBytes.fromHex(text))).toEqual(plain(bytes.fromHex(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  test("texts, joined bytes and their order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), some, some, (text, one, other) => {
        const before = Uint8Array.from(one);
        expect(plain(browserBytes.utf8(text))).toEqual(plain(bytes.utf8(text)));
        expect(browserBytes.utf8Length(text)).toBe(bytes.utf8Length(text));
        expect(plain(browserBytes.concat([one, other]))).toEqual(plain(bytes.concat([one, other])));
        expect(browserBytes.compareBytes(one, other)).toBe(bytes.compareBytes(one, other));
        expect(browserBytes.compareBytes(one, Uint8Array.from(one))).toBe(0);
        for (const { copyOf } of [bytes, browserBytes]) {
          const copy = copyOf(one);
          expect(plain(copy.fill(0))).toEqual(one.length === 0 ? [] : plain(one.map(() => 0)));
          expect(plain(one)).toEqual(plain(before));
        }
      }),
    );
  });

  test("digests", () => {
    fc.assert(
      fc.property(some, (its) => {
        const digest = plain(sha256.sha256(its));
        expect(plain(browserSha256.sha256(its))).toEqual(digest);
        expect(browserSha256.sha256Binary(its)).toBe(sha256.sha256Binary(its));
        for (const { sha256Writer } of [sha256, browserSha256]) {
          const into = new Uint8Array(40).subarray(2);
          sha256Writer(into)(its, 4);
          expect(plain(into)).toEqual([0, 0, 0, 0, ...digest, 0, 0]);
        }
      }),
    );
    expect(bytes.hex(browserSha256.sha256(bytes.utf8("abc")))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  test("signatures: alike to the byte, each verified by the other, a changed one by none", async () => {
    const { parts, raw } = pair();
    const message = randomBytes(200);
    const signature = await ed25519.signingWith(parts)(message);
    expect(plain(await browserEd25519.signingWith(parts)(message))).toEqual(plain(signature));
    const changed = Uint8Array.from(signature, (byte, at) => (at === 5 ? byte ^ 1 : byte));
    for (const [variant, itsNow] of [
      [ed25519, now],
      [browserEd25519, browserNow],
    ] as const) {
      const key = (variant as typeof ed25519).publicKeyOf(raw);
      const { isPublicKey, rawKey, verifies } = variant as typeof ed25519;
      const { verifiesNow } = itsNow as typeof now;
      expect(isPublicKey(key)).toBe(true);
      expect(isPublicKey(raw)).toBe(false);
      expect(plain(rawKey(key))).toEqual(plain(raw));
      expect(await verifies(key, message, signature)).toBe(true);
      expect(verifiesNow(key, message, signature)).toBe(true);
      for (const wrong of [changed, signature.subarray(1)]) {
        expect(await verifies(key, message, wrong)).toBe(false);
        expect(verifiesNow(key, message, wrong)).toBe(false);
      }
      expect(() => (variant as typeof ed25519).publicKeyOf(raw.subarray(1))).toThrow(Error);
    }
  });

  test("a browser whose WebCrypto knows no Ed25519 verifies all the same", async () => {
    const { parts, raw } = pair();
    const message = randomBytes(200);
    const signature = await ed25519.signingWith(parts)(message);
    const key = { raw, native: Promise.resolve(null) };
    expect(await browserEd25519.verifies(key, message, signature)).toBe(true);
    expect(await browserEd25519.verifies(key, message.subarray(1), signature)).toBe(false);
  });

  test("a key that is no point of the curve verifies nothing", async () => {
    const { parts } = pair();
    const message = randomBytes(20);
    const signature = await ed25519.signingWith(parts)(message);
    const key = browserEd25519.publicKeyOf(new Uint8Array(32).fill(0xff));
    expect(await browserEd25519.verifies(key, message, signature)).toBe(false);
    expect(browserNow.verifiesNow(key, message, signature)).toBe(false);
  });
});
