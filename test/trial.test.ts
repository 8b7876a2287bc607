import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "@talanoa/cli/program.ts";
import { keptTerminal } from "@talanoa/cli/testing/terminal.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { jsonLines } from "./support/cli.ts";
import { alertDraft } from "./support/drafts.ts";
import { type SecuredHub, startSecuredHub } from "./support/secured-hub.ts";

// A hub with the secrets that `talanoa setup` made, as an administrator has it who tries it out.

vi.setConfig({ testTimeout: 120_000 });
const DAY = 24 * 3_600_000;

let hub: SecuredHub;
let secrets: string;
beforeAll(async () => {
  hub = await startSecuredHub();
  secrets = hub.secrets.path("");
  // The hub of a test is at other ports than that of docker-compose.yml.
  const its = await identity("identities/oco-secretariat");
  await put("identities/oco-secretariat", {
    ...its,
    hub: { ...hub.identity("oco-secretariat").hub, tls: its.hub.tls! },
  });
}, 180_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

const file = (name: string) => hub.secrets.path(`${name}.json`);
const identity = async (name: string) => JSON.parse(await readFile(file(name), "utf8")) as Identity;
const put = (name: string, its: Identity) => writeFile(file(name), JSON.stringify(its));

async function talanoa(...args: string[]) {
  const terminal = keptTerminal({ cwd: hub.folder });
  const code = await runProgram(args, terminal, new AbortController().signal);
  return { code, ...terminal.written };
}

const as = (name: string, ...args: string[]) =>
  talanoa("--identities", join(secrets, "trial"), "--as", name, ...args);
const trial = (...args: string[]) => talanoa("setup", "--into", secrets, "--trial", ...args);

/** Gives an identity a token of the hub's issuer that ran out an hour ago. */
async function expire(name: string): Promise<void> {
  const key = await keptSigningKey(hub.secrets.path("tokens/issuer.key"));
  const mint = await tokenMint(key, Date.now() - DAY - 3_600_000);
  const its = await identity(name);
  await put(name, { ...its, token: await mint(its) });
}

test("one command makes Members and auditors for a trial, whose keys the hub knows, and again new tokens alone", async () => {
  const made = await trial("FJ,to");
  expect(made).toMatchObject({ code: 0 });
  expect(made.err).toContain("fj-publisher, fj-liaison, fj-auditor, to-publisher");
  // What was sent is signed by a key of the trial, and received by another.
  const draft = alertDraft({ audience: { participants: ["TO"] } });
  await writeFile(join(hub.folder, "alert.json"), JSON.stringify(draft));
  const sent = await as("fj-publisher", "--json", "publish", join(hub.folder, "alert.json"));
  expect(sent).toMatchObject({ code: 0 });
  const [fate] = jsonLines(sent.out);
  expect(fate).toMatchObject({ fate: "accepted" });
  const notice = String(fate!["notice"]).split("/").slice(0, 2).join("/");
  await vi.waitFor(async () => expect((await as("to-liaison", "show", notice)).code).toBe(0), {
    timeout: 60_000,
    interval: 500,
  });
  const asked = await as("fj-auditor", "log", "query", "--purpose", "audit");
  expect(asked).toMatchObject({ code: 0 });

  const before = await identity("trial/fj-publisher");
  const again = await trial("FJ,TO");
  expect(again.err).toContain("Entered into the directory: 0 entries.");
  const after = await identity("trial/fj-publisher");
  expect(after.signingKey).toEqual(before.signingKey);
  const nobody = await trial("FJ,ZZ");
  expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining("ZZ is no Member") });
});

test("a token that has run out is told with the command that renews it, which then does", async () => {
  await expire("trial/to-liaison");
  const list = await as("to-liaison", "list");
  expect(list.code).toBe(4);
  expect(list.err).toContain("The token of to-liaison has run out.");
  expect(list.err).toContain(`\`npx talanoa setup --into ${secrets.replace(/\/$/, "")} --trial\``);
  expect(await trial("FJ,TO")).toMatchObject({ code: 0 });
  expect(await as("to-liaison", "list")).toMatchObject({ code: 0 });

  const officer = "identities/oco-secretariat";
  await expire(officer);
  const asOfficer = (...args: string[]) =>
    talanoa("--identities", join(secrets, "identities"), ...args);
  for (const command of [["directory", "participants"], ["status"]]) {
    const refused = await asOfficer(...command);
    expect(refused.code).not.toBe(0);
    expect(`${refused.out}${refused.err}`).toContain(`--renew ${officer}`);
  }
  // A trial needs no token of its own.
  expect(await trial("FJ,TO")).toMatchObject({ code: 0 });
  const renewed = await talanoa("setup", "--into", secrets, "--renew", officer);
  expect(renewed).toMatchObject({ code: 0 });
  const its = await identity(officer);
  await put(officer, {
    ...its,
    hub: { ...hub.identity("oco-secretariat").hub, tls: its.hub.tls! },
  });
  expect(await asOfficer("directory", "participants")).toMatchObject({ code: 0 });
});

test("who has an identity file of the Secretariat's asks there, for nothing on that machine renews it", async () => {
  await expire("trial/to-liaison");
  const elsewhere = join(hub.folder, "given");
  await mkdir(elsewhere);
  const its = await identity("trial/to-liaison");
  const ca = await readFile(hub.secrets.path("authority/ca.crt"), "utf8");
  const given = { ...its, hub: { ...its.hub, tls: { ca } } };
  await writeFile(join(elsewhere, "to-liaison.json"), JSON.stringify(given));
  const list = await talanoa("--identities", elsewhere, "list");
  expect(list.code).toBe(4);
  expect(list.err).toContain("Ask who gave you the identity file for a new one");
  expect(list.err).not.toContain("setup");
});
