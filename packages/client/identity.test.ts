import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect } from "./connect.ts";
import { loadIdentity, parseIdentity } from "./identity.ts";
import { InvalidIdentity } from "./invalid-identity.ts";
import { signerOf } from "./signer.ts";
import { verifySignature } from "@talanoa/sharing/notice/sign.ts";
import { testIdentity, testKey } from "./testing/keys.ts";

const key = testKey();
const whole = testIdentity("FJ", key, testKey());

function written(change: (identity: any) => void): any {
  const copy = structuredClone(whole) as any;
  change(copy);
  return copy;
}

test("an identity file is read as it was written", () => {
  expect(parseIdentity(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
});

test("an identity without a signing key reads but does not sign", () => {
  const identity = parseIdentity(written((its) => delete its.signingKey));
  expect(identity.signingKey).toBeUndefined();
  expect(() => signerOf(identity)).toThrow(InvalidIdentity);
});

test("what an identity signs verifies under its public key", async () => {
  const { keyId, sign } = signerOf(whole);
  const bytes = Buffer.from("a header");
  expect(keyId).toBe(key.id);
  expect(await verifySignature(bytes, key.publicKey, await sign(bytes))).toBe(true);
});

test.each([
  ["token", (its: any) => delete its.token, "token is missing"],
  ["roles", (its: any) => (its.roles = "publisher"), "roles must be a list"],
  ["hub", (its: any) => delete its.hub, "hub must be an object"],
  ["hub.intake", (its: any) => (its.hub.intake = "https://hub"), "hub.intake must be host:port"],
  ["port", (its: any) => (its.hub.log = "hub:99999"), "hub.log must be host:port"],
  [
    "receipt key",
    (its: any) => (its.hub.receiptKey.x = "AAAA"),
    "hub.receiptKey.x must be 32 bytes",
  ],
  ["curve", (its: any) => (its.signingKey.crv = "P-256"), "must be an Ed25519 JWK"],
  ["certificate", (its: any) => (its.hub.tls = { cert: "c" }), "both cert and key"],
])("an identity with a wrong %s is refused by its field", (_, change, message) => {
  expect(() => parseIdentity(written(change))).toThrow(message);
});

test("an error about an identity file never quotes the token or the key", async () => {
  await using folder = await scratch();
  const path = join(folder.path, "broken.json");
  await writeFile(path, `{ "token": "secret-token", "signingKey": { "d": "secret-key" `);
  const error = await loadIdentity(path).catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(InvalidIdentity);
  expect(String((error as Error).stack)).not.toContain("secret");
});

test("certificates are read from beside the identity file", async () => {
  await using folder = await scratch();
  await writeFile(join(folder.path, "ca.pem"), "-----BEGIN CERTIFICATE-----\n");
  const path = join(folder.path, "fj.json");
  await writeFile(path, JSON.stringify(written((its) => (its.hub.tls = { ca: "ca.pem" }))));
  expect((await loadIdentity(path)).hub.tls).toEqual({ ca: "-----BEGIN CERTIFICATE-----\n" });
});

test("a token does not travel in clear to another machine", () => {
  const identity = parseIdentity(written((its) => (its.hub.feeds = "hub.example.org:443")));
  expect(() => connect(identity)).toThrow(/hub.feeds is another machine/);
});

async function scratch() {
  const path = await mkdtemp(join(tmpdir(), "talanoa-identity-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
