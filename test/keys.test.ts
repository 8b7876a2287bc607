import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { loadIdentity, type SigningJwk } from "@talanoa/client/identity.ts";
import { getNotice } from "@talanoa/client/notices.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Ended, jsonLines, type Shell } from "./support/cli.ts";
import { openCommands } from "./support/commands.ts";
import { alertDraft } from "./support/drafts.ts";
import { startHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 240_000 });
const PATIENCE = { timeout: 60_000, interval: 200 };

let hub: TestHub;
let shell: Shell;
beforeAll(async () => {
  hub = await startHub({ TALANOA_CALLS_PER_SECOND: "100000" });
  shell = await openCommands(hub.stack.identitiesDir);
  await writeFile(join(shell.folder, "alert.json"), JSON.stringify(draft));
}, 180_000);
afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const draft = alertDraft({ marking: "TLP:AMBER", audience: { participants: ["TO"] } });
const nowhere = ["--identities", "/nowhere"];

const talanoa = (name: string, ...args: string[]) => shell.as(name, args);

const json = (name: string, ...args: string[]) => shell.json(name, args);

/** Verifies a file where there is neither a hub nor an identity. */
function offline(file: string, ...options: string[]): Promise<Ended> {
  return shell.run([...nowhere, "verify", file, ...options]);
}

async function sent(name: string): Promise<NoticeRef> {
  const [fate] = await json(name, "publish", "alert.json");
  expect(fate).toMatchObject({ fate: "accepted" });
  const [origin = "", id = ""] = String(fate!["notice"]).split("/");
  return { origin, id, version: 1 };
}

async function held(ref: NoticeRef): Promise<string> {
  const client = await hub.as("to-liaison");
  await vi.waitFor(() => getNotice(client, ref), PATIENCE);
  return `${ref.origin}/${ref.id}`;
}

/** A further identity of Fiji's publisher, which signs with another key. */
async function withKey(name: string, signingKey: SigningJwk): Promise<void> {
  const folder = hub.stack.identitiesDir;
  const identity = await loadIdentity(join(folder, "fj-publisher.json"));
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...identity, name, signingKey }));
}

function pem({ kty, crv, x }: SigningJwk): string {
  const key = createPublicKey({ key: { kty, crv, x }, format: "jwk" });
  return key.export({ type: "spki", format: "pem" }).toString();
}

/** A bundle in the shell's folder, changed. */
async function changed(file: string, change: (bundle: any) => void): Promise<string> {
  const bundle = JSON.parse(await readFile(join(shell.folder, file), "utf8"));
  change(bundle);
  await writeFile(join(shell.folder, "changed.json"), JSON.stringify(bundle));
  return "changed.json";
}

test("a key is rotated: the second is used, the first revoked, and what it signed before still verifies", async () => {
  const { signingKey: first } = await loadIdentity(
    join(hub.stack.identitiesDir, "fj-publisher.json"),
  );
  const early = await sent("fj-publisher");
  const name = await held(early);

  const second = newSigningKey();
  await withKey("fj-second", second);
  const unknown = await talanoa("fj-second", "publish", "alert.json");
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("key-valid") });
  await writeFile(join(shell.folder, "second.pem"), pem(second));
  const register = ["key", "register", "fj", "second.pem"];
  const [entered] = await json("oco-secretariat", ...register);
  expect(entered).toMatchObject({ id: second.kid, participant: "FJ", until: null });
  const twice = await talanoa("oco-secretariat", ...register);
  expect(twice).toMatchObject({ code: 2, err: expect.stringContaining("is registered already") });
  await held(await sent("fj-second"));
  // Both are valid for as long as nobody says otherwise.
  await held(await sent("fj-publisher"));

  const revoke = ["key", "revoke", first!.kid, "--reason", "lost"];
  const dry = await talanoa("oco-secretariat", ...revoke, "--from", "30d", "--dry-run");
  expect(dry.err).toContain("Nothing is changed.");
  expect(dry.out).toMatch(/TO .*delivered by named-participant/);
  const [revoked] = await json("oco-secretariat", ...revoke);
  const until = Date.parse(String(revoked!["until"]));
  expect(until).toBeGreaterThan(Date.now() - 60_000);
  const refused = await talanoa("fj-publisher", "publish", "alert.json");
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("key-valid") });
  await held(await sent("fj-second"));
  const longer = await talanoa("oco-secretariat", ...revoke, "--from", "2199-01-01");
  expect(longer).toMatchObject({ code: 2, err: expect.stringContaining("is valid until") });
  const { out: listed } = await talanoa("to-liaison", "key", "list");
  expect(listed).toMatch(new RegExp(`FJ +${first!.kid} .*revoked`));
  expect(listed).toMatch(new RegExp(`FJ +${second.kid} .*active`));

  // By the reader's own check, with the directory as it is now.
  const shown = await json("to-liaison", "show", name, "--bundle", "early.json");
  expect(shown).toMatchObject([{ genuine: true, key_id: first!.kid }]);
  await json("to-liaison", "show", name, "--save", "early.notice");
  const online = await talanoa("to-liaison", "verify", "early.notice");
  expect(online).toMatchObject({ code: 0, out: expect.stringContaining("does not say when") });
});

test("a bundle verifies where there is no hub and no identity, and says what that rests upon", async () => {
  const ref = await sent("fj-second");
  const name = await held(ref);
  const revision = { title: "Cigarettes, counted again" };
  await writeFile(join(shell.folder, "revision.json"), JSON.stringify(revision));
  const revise = await talanoa("fj-second", "revise", name, "revision.json", "--correction");
  expect(revise).toMatchObject({ code: 0 });
  await held({ ...ref, version: 2 });
  await json("to-liaison", "show", `${name}/1`, "--bundle", "reader.json");
  await json("fj-second", "show", name, "--bundle", "origin.json");
  const { kid } = (await loadIdentity(join(hub.stack.identitiesDir, "fj-second.json"))).signingKey!;

  const reader = await offline("reader.json");
  expect(reader).toMatchObject({ code: 0, err: "" });
  expect(reader.out).toContain("by the word that came with the copy, which nobody signed");
  expect(reader.out).toContain("By these keys its key is not revoked.");
  expect(reader.out).toContain(`compare ${kid} with a list of keys that you trust`);
  expect(reader.out).toContain("each names the one before: versions 1, 2");
  expect(jsonLines((await offline("origin.json", "--json")).out)).toMatchObject([
    { version: 1, accepted_by: "receipt", keys_of: "bundle", key_revoked_from: null },
    { version: 2, accepted_by: "receipt", receipt_key: expect.any(String) },
    { chain: "holds", at_hand: [1, 2] },
  ]);
  const { out: keys } = await talanoa("to-liaison", "key", "list", "--json");
  await writeFile(join(shell.folder, "keys.jsonl"), keys);
  const given = await offline("origin.json", "--keys", "keys.jsonl");
  expect(given).toMatchObject({ code: 0, out: expect.stringContaining("those that you gave") });

  // A byte of what was signed; a version taken away; keys of somebody else.
  const forged = await changed("reader.json", (bundle) => {
    const bytes = Buffer.from(bundle.versions[0].sealed, "base64");
    bytes[bytes.indexOf("furniture")]! ^= 1;
    bundle.versions[0].sealed = bytes.toString("base64");
  });
  expect(await offline(forged)).toMatchObject({ code: 5, out: "" });
  const cut = await changed("reader.json", (bundle) => bundle.versions.shift());
  expect(await offline(cut)).toMatchObject({ code: 0 });
  const other = keys.split("\n").filter((line) => !line.includes(kid));
  await writeFile(join(shell.folder, "other.jsonl"), other.join("\n"));
  expect(await offline("reader.json", "--keys", "other.jsonl")).toMatchObject({ code: 5, out: "" });
  const wrongReceipt = await changed("origin.json", (bundle) => {
    bundle.versions[1].receipt = bundle.versions[0].receipt;
  });
  expect(await offline(wrongReceipt)).toMatchObject({ code: 5, out: "" });
  const broken = await changed("reader.json", (bundle) => delete bundle.versions[0].accepted_at);
  expect(await offline(broken)).toMatchObject({ code: 2, out: "" });
});

test("with a revoked key, what a bundle says of the time of acceptance decides, and a receipt above all", async () => {
  const third = newSigningKey();
  await withKey("fj-third", third);
  await json("oco-secretariat", "key", "register", "FJ", "--public-key", third.x);
  const name = await held(await sent("fj-third"));
  await json("oco-secretariat", "key", "revoke", third.kid, "--reason", "lost");
  await json("to-liaison", "show", name, "--bundle", "third-reader.json");
  await json("fj-third", "show", name, "--bundle", "third-origin.json");
  const reader = await offline("third-reader.json");
  expect(reader).toMatchObject({ code: 0 });
  expect(reader.out).toMatch(/Its key is revoked from .* because it was accepted before/);

  const later = (bundle: any) => {
    bundle.versions[0].accepted_at = new Date(Date.now() + 60_000).toISOString();
  };
  const late = await offline(await changed("third-reader.json", later));
  expect(late).toMatchObject({ code: 5, out: "", err: expect.stringContaining("not valid then") });
  // The receipt is what the hub signed: the time beside it does not count.
  expect(await offline(await changed("third-origin.json", later))).toMatchObject({ code: 0 });
});

test("only the Secretariat registers and revokes, and nobody a private key", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await writeFile(join(shell.folder, "secret.pem"), secret);
  const own = await talanoa("oco-secretariat", "key", "register", "FJ", "secret.pem");
  expect(own).toMatchObject({ code: 2, out: "", err: expect.stringContaining("a private key") });
  expect(own.err).not.toContain(secret.split("\n")[1]);
  const { x, kid } = newSigningKey();
  for (const args of [
    ["register", "FJ", "--public-key", x],
    ["revoke", (await json("fj-liaison", "key", "list"))[0]!["id"] as string, "--reason", "x"],
  ]) {
    const refused = await talanoa("fj-liaison", "key", ...args);
    expect(refused.err).toContain("only the Secretariat");
    expect(refused.code).not.toBe(0);
  }
  const none = await talanoa("oco-secretariat", "key", "revoke", kid, "--reason", "x");
  expect(none).toMatchObject({ code: 2, err: expect.stringContaining(`no key ${kid}`) });
  const nothing = await talanoa("oco-secretariat", "key", "register", "FJ");
  expect(nothing).toMatchObject({ code: 2, out: "" });
  const short = await talanoa("oco-secretariat", "key", "register", "FJ", "--public-key", "AAAA");
  expect(short.err).toContain("no Ed25519 public key");
});
