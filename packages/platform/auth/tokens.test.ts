import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HubError } from "../errors.ts";
import { tokenVerifier } from "./tokens.ts";

const issuer = "https://issuer.example";
const audience = "talanoa";
const claims = { participant: "FJ", roles: ["liaison"], office: "Suva" };
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokens-"));
  file = join(folder, "jwks.json");
});
afterEach(() => rm(folder, { recursive: true }));

async function issuerKey(kid: string, algorithm = "EdDSA") {
  const pair = await generateKeyPair(algorithm);
  return { ...pair, kid, algorithm, jwk: { ...(await exportJWK(pair.publicKey)), kid } };
}
type IssuerKey = Awaited<ReturnType<typeof issuerKey>>;

function publishKeys(...keys: IssuerKey[]): Promise<void> {
  return writeFile(file, JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
}

function token(key: IssuerKey, changes: { [claim: string]: unknown } = {}, seconds = 60) {
  return new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid })
    .setSubject("fj-liaison")
    .setIssuer((changes["iss"] as string | undefined) ?? issuer)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
    .sign(key.privateKey);
}

async function refusal(verdict: Promise<unknown>): Promise<HubError> {
  const error = await verdict.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HubError);
  return error as HubError;
}

describe("tokens", () => {
  test("a good token tells who calls, for whom and until when", async () => {
    const key = await issuerKey("a");
    await publishKeys(key);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    const caller = await verify(await token(key));
    expect(caller).toMatchObject({ ...claims, principal: "fj-liaison" });
    expect(caller.expiresAt).toBeGreaterThan(Date.now() + 50_000);
  });

  test("a token of another issuer, key, algorithm or time is refused, and the text has no token in it", async () => {
    const key = await issuerKey("a");
    const stranger = await issuerKey("a");
    const other = await issuerKey("b", "ES256");
    await publishKeys(key, other);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    const bad = [
      await token(key, { iss: "https://else.example" }),
      await token(stranger),
      await token(other),
      await token(key, {}, -60),
      await token(key, { participant: "fj.>" }),
      await token(key, { roles: ["root"] }),
      "nonsense",
    ];
    for (const each of bad) {
      const error = await refusal(verify(each));
      expect(error.code).toBe("unauthenticated");
      expect(error.message).not.toContain(each);
    }
  });

  test("a token that was good is refused once it has expired, though it was seen before", async () => {
    const key = await issuerKey("a");
    await publishKeys(key);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    const short = await token(key, {}, 30);
    await verify(short);
    vi.useFakeTimers({ now: Date.now() + 40_000, toFake: ["Date"] });
    try {
      expect((await refusal(verify(short))).message).toContain("expired");
    } finally {
      vi.useRealTimers();
    }
  });

  test("a key that the issuer adds is known without a restart", async () => {
    const old = await issuerKey("old");
    await publishKeys(old);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    await verify(await token(old));
    const added = await issuerKey("new");
    await publishKeys(old, added);
    const fresh = await token(added);
    const caller = async () => verify(fresh).catch(() => undefined);
    await expect.poll(caller, { timeout: 60_000, interval: 200 }).toBeDefined();
  });

  test("a key that the issuer takes back counts no longer a minute later, also for tokens seen before", async () => {
    const stolen = await issuerKey("stolen");
    await publishKeys(stolen);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    const long = await token(stolen, {}, 3_600);
    const later = await token(stolen, {}, 1_800);
    await verify(long);
    await publishKeys(await issuerKey("next"));
    vi.useFakeTimers({ now: Date.now() + 40_000, toFake: ["Date"] });
    try {
      // Trusted for as long again, it would be for longer than a minute.
      expect((await refusal(verify(later))).code).toBe("unauthenticated");
      vi.setSystemTime(Date.now() + 21_000);
      expect((await refusal(verify(long))).code).toBe("unauthenticated");
    } finally {
      vi.useRealTimers();
    }
  });

  test("an issuer that is away for a while does not end the work of those who were signed in", async () => {
    const key = await issuerKey("a");
    await publishKeys(key);
    const verify = tokenVerifier({ jwks: { file }, issuer, audience });
    const long = await token(key, {}, 3_600);
    await verify(long);
    await rm(file);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
    try {
      const together = await Promise.all([verify(long), verify(long), verify(long)]);
      for (const { principal } of together) expect(principal).toBe("fj-liaison");
      expect((await refusal(verify(await token(key, {}, 3_600)))).code).toBe("unavailable");
    } finally {
      vi.useRealTimers();
    }
  });

  test("an issuer that answers with no key set is the hub's trouble, not the caller's", async () => {
    const key = await issuerKey("a");
    const server = createServer((_, response) => response.writeHead(502).end("bad gateway"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/jwks.json`;
    const verify = tokenVerifier({ jwks: { url }, issuer, audience });
    expect((await refusal(verify(await token(key)))).code).toBe("unavailable");
    server.close();
  });

  test("a key set that cannot be read is the hub's trouble, not the caller's", async () => {
    const key = await issuerKey("a");
    const verify = tokenVerifier({ jwks: { file: join(folder, "none.json") }, issuer, audience });
    expect((await refusal(verify(await token(key)))).code).toBe("unavailable");
  });
});
