import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { decodeJwt, type JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSigningKey } from "../ed25519-key.ts";
import { issuerApp } from "./issuer-app.ts";
import { readIssuerSettings } from "./issuer-settings.ts";

const issuer = "http://127.0.0.1:7451";
const redirectUri = "http://127.0.0.1:7450/signed-in";
const verifier = randomBytes(32).toString("base64url");
const asked = {
  client_id: "talanoa-console",
  redirect_uri: redirectUri,
  response_type: "code",
  code_challenge_method: "S256",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  state: "the-state",
  nonce: "the-nonce",
};

let identities: string;
let app: Hono;
beforeAll(async () => {
  identities = await mkdtemp(join(tmpdir(), "talanoa-issuer-"));
  const person = {
    participant: "FJ",
    principal: "fj-auditor",
    roles: ["auditor"],
    office: "Audit",
  };
  await writeFile(join(identities, "fj-auditor.json"), JSON.stringify(person));
  const console = "http://127.0.0.1:7450";
  app = await issuerApp({ issuer, console, identities, key: newSigningKey(), seconds: 900 });
});
afterAll(() => rm(identities, { recursive: true }));

const host = "127.0.0.1:7451";
const authorize = (changes: object = {}): Promise<Response> => {
  const query = new URLSearchParams({ ...asked, person: "fj-auditor", ...changes });
  return Promise.resolve(app.request(`/authorize?${query.toString()}`, { headers: { host } }));
};
async function code(): Promise<string> {
  const back = new URL((await authorize()).headers.get("location")!);
  expect(back.searchParams.get("state")).toBe("the-state");
  expect(back.searchParams.get("iss")).toBe(issuer);
  return back.searchParams.get("code")!;
}
async function token(form: { [field: string]: string }) {
  const body = new URLSearchParams(form);
  const response = await app.request("/token", { method: "POST", body, headers: { host } });
  return { status: response.status, body: (await response.json()) as { [field: string]: string } };
}
const redeem = (its: string, changes: object = {}) =>
  token({
    grant_type: "authorization_code",
    code: its,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...changes,
  });

describe("the demo's issuer", () => {
  test("gives who was clicked on a token as the hub's own, and one for the console with its nonce", async () => {
    const { body } = await redeem(await code());
    const forHub: JWTPayload = decodeJwt(body["access_token"]!);
    expect(forHub).toMatchObject({ iss: "talanoa-embedded", aud: "talanoa", sub: "fj-auditor" });
    expect(forHub.exp! - forHub.iat!).toBe(900);
    const forConsole = decodeJwt(body["id_token"]!);
    expect(forConsole).toMatchObject({ iss: issuer, aud: "talanoa-console", nonce: "the-nonce" });
    const again = await token({
      grant_type: "refresh_token",
      refresh_token: body["refresh_token"]!,
    });
    expect(decodeJwt(again.body["access_token"]!)).toMatchObject({ sub: "fj-auditor" });
  });

  test.each([
    [{ redirect_uri: "https://evil.example/signed-in" }],
    [{ redirect_uri: `${redirectUri}/more` }],
    [{ client_id: "another" }],
    [{ response_type: "token" }],
    [{ code_challenge_method: "plain" }],
    [{ code_challenge: "short" }],
    [{ person: "nobody" }],
  ])("sends nobody anywhere who asks with %o", async (changes) => {
    const response = await authorize(changes);
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  test("takes a code once, from who knows its verifier", async () => {
    const its = await code();
    expect((await redeem(its)).status).toBe(200);
    expect((await redeem(its)).body["error"]).toBe("invalid_grant");
    expect((await redeem(await code(), { code_verifier: "another" })).status).toBe(400);
    expect((await redeem(await code(), { redirect_uri: "http://x" })).status).toBe(400);
    const { body } = await redeem(await code());
    const wrong = await token({
      grant_type: "refresh_token",
      refresh_token: body["access_token"]!,
    });
    expect(wrong.body["error"]).toBe("invalid_grant");
    expect((await token({ grant_type: "password" })).body["error"]).toBe("unsupported_grant_type");
  });

  test("enrols no key without a token, nor of who signs nothing", async () => {
    const enrol = async (bearer: string) => {
      const headers = { host, authorization: `Bearer ${bearer}` };
      const body = JSON.stringify({ publicKey: randomBytes(32).toString("base64url") });
      return (await app.request("/enrolment", { method: "POST", headers, body })).json();
    };
    const { body } = await redeem(await code());
    expect(await enrol("")).toMatchObject({ error: "invalid_token" });
    expect(await enrol(body["id_token"]!)).toMatchObject({ error: "invalid_token" });
    expect(await enrol(body["access_token"]!)).toMatchObject({
      error_description: "auditor signs nothing",
    });
  });

  test("answers to no name but loopback's, and listens nowhere else", async () => {
    const rebound = await app.request("/authorize", { headers: { host: "evil.example:7451" } });
    expect(rebound.status).toBe(421);
    const env = {
      TALANOA_LISTEN: "0.0.0.0:7451",
      TALANOA_CONSOLE_URL: "http://127.0.0.1:7450",
      TALANOA_IDENTITIES_DIR: "identities",
      TALANOA_TOKEN_KEY_FILE: "key.json",
    };
    expect(readIssuerSettings(env)).toHaveProperty("wrong");
    expect(readIssuerSettings({ ...env, TALANOA_LISTEN: "127.0.0.1:7451" })).toMatchObject({
      listen: { host: "127.0.0.1", port: 7451 },
      seconds: 900,
    });
    expect(readIssuerSettings({})).toEqual({ wrong: "TALANOA_LISTEN is not set" });
  });
});
