import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hubKeys, identitiesFolder, screeningFolder, writeIdentities } from "./identities.ts";

const addresses = {
  intake: "127.0.0.1:1001",
  feeds: "127.0.0.1:1002",
  routing: "127.0.0.1:1003",
  log: "127.0.0.1:1004",
};
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "talanoa-identities-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function write(now: number) {
  const keys = await hubKeys(dataDir);
  return writeIdentities({ dataDir, members: ["FJ", "WS"], keys, addresses, now });
}

const load = (name: string) => loadIdentity(join(identitiesFolder(dataDir), `${name}.json`));

test("each Member has a publisher, a liaison officer and an auditor, the Secretariat its own four", async () => {
  const identities = await write(Date.now());
  expect(identities.map(({ name }) => name)).toEqual([
    "fj-publisher",
    "fj-liaison",
    "fj-auditor",
    "ws-publisher",
    "ws-liaison",
    "ws-auditor",
    "oco-secretariat",
    "oco-publisher",
    "oco-liaison",
    "oco-auditor",
  ]);
  expect(await load("oco-secretariat")).toMatchObject({
    participant: "OCO",
    principal: "oco-secretariat",
    roles: ["secretariat"],
    hub: addresses,
  });
});

test("the screening of a Member has an identity apart from those of persons, with a key of its own that stays", async () => {
  const keys = await hubKeys(dataDir);
  const options = { dataDir, members: ["FJ", "WS"], screening: ["FJ"], keys, addresses };
  const first = (await writeIdentities({ ...options, now: Date.now() })).at(-1)!;
  expect(first).toMatchObject({ name: "fj-screening", participant: "FJ", roles: ["screening"] });
  expect(await readdir(screeningFolder(dataDir))).toEqual(["fj-screening.json"]);
  expect(await readdir(identitiesFolder(dataDir))).not.toContain("fj-screening.json");
  await writeIdentities({ ...options, now: Date.now() + 60_000 });
  const file = join(screeningFolder(dataDir), "fj-screening.json");
  expect((await loadIdentity(file)).signingKey).toEqual(first.signingKey);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const persons = ["fj-publisher", "fj-liaison"];
  for (const name of persons) expect((await load(name)).signingKey).not.toEqual(first.signingKey);
});

test("a token says who its principal is, for a day, and the key set verifies it", async () => {
  const now = Date.now();
  await write(now);
  const { token } = await load("fj-publisher");
  const jwks = JSON.parse(await readFile(join(dataDir, "keys", "jwks.json"), "utf8"));
  expect(JSON.stringify(jwks)).not.toContain('"d"');
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: "talanoa-embedded",
    audience: "talanoa",
  });
  expect(protectedHeader.alg).toBe("EdDSA");
  expect(payload).toMatchObject({
    sub: "fj-publisher",
    participant: "FJ",
    roles: ["publisher"],
    office: "Enforcement",
    iat: Math.floor(now / 1000),
    exp: Math.floor(now / 1000) + 24 * 3600,
  });
});

test("publishers and liaison officers sign, each with a key of its own; auditors and the Secretariat's directory do not", async () => {
  await write(Date.now());
  const names = ["fj-publisher", "fj-liaison", "ws-publisher", "oco-publisher", "oco-liaison"];
  const keys = await Promise.all(names.map(async (name) => (await load(name)).signingKey));
  expect(new Set(keys.map((key) => key?.kid)).size).toBe(names.length);
  for (const key of keys) {
    const digest = createHash("sha256").update(Buffer.from(key!.x, "base64url")).digest("hex");
    expect(key!.kid).toBe(digest.slice(0, 32));
  }
  for (const name of ["fj-auditor", "oco-auditor", "oco-secretariat"]) {
    expect((await load(name)).signingKey).toBeUndefined();
  }
});

test("keys stay when tokens are minted again", async () => {
  const now = Date.now();
  await write(now);
  const before = await load("fj-publisher");
  await write(now + 60_000);
  const after = await load("fj-publisher");
  expect(after.signingKey).toEqual(before.signingKey);
  expect(after.hub.receiptKey).toEqual(before.hub.receiptKey);
  expect(after.token).not.toBe(before.token);
});

test("only their owner can read the files of keys and identities", async () => {
  await write(Date.now());
  for (const folder of ["identities", "keys"]) {
    const files = await readdir(join(dataDir, folder));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect((await stat(join(dataDir, folder, file))).mode & 0o777).toBe(0o600);
    }
  }
});
