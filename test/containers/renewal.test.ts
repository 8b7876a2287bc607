import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Identity } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { expect, test } from "vitest";
import { alertDraft } from "../support/drafts.ts";
import { doorAnswers } from "../support/door-answers.ts";
import { shownCertificate } from "../support/shown-certificate.ts";
import { root } from "./engine.ts";
import {
  brokers,
  clientOf,
  composed,
  identities,
  identityOf,
  instances,
  secrets,
  servedMeanwhile,
} from "./hub.ts";

/** As an operator does, who follows docs/security.md. */
async function setup(...args: string[]): Promise<void> {
  const program = join(root, "packages", "cli", "talanoa.mjs");
  await promisify(execFile)(process.execPath, [program, "setup", "--into", secrets, ...args]);
}

const intakes = instances.filter((name) => name.startsWith("alert-intake"));
const patient = { patience: 60_000 };

async function shown(port: number, broker = false): Promise<string> {
  const ca = await readFile(join(secrets, "authority", "ca.crt"));
  return shownCertificate(port, { ca, broker });
}

async function certificateOf(name: string): Promise<string> {
  return new X509Certificate(await readFile(join(secrets, "tls", `${name}.crt`))).serialNumber;
}

test("certificates and a key of the broker are renewed while the hub serves", async () => {
  await servedMeanwhile(async () => {
    for (const name of ["tls/nats", "tls/alert-intake", "nats/alert-intake"])
      await setup("--renew", name);
    for (const broker of brokers) await composed.reload(broker);
    const certificate = await certificateOf("nats");
    for (const port of [7421, 7422, 7423])
      await expect.poll(() => shown(port, true), { timeout: 30_000 }).toBe(certificate);
    await setup("--retire", "nats/alert-intake");
    for (const broker of brokers) await composed.reload(broker);
    for (const intake of intakes) await composed.replace(intake);
    for (const port of [7401, 7411])
      expect(await shown(port)).toBe(await certificateOf("alert-intake"));
  }, patient);
});

test("the certificate of the database is renewed while the hub serves, the standby's first", async () => {
  const isStandby = async (name: string) => (await sql(name, "select pg_is_in_recovery()")) === "t";
  const servers = ["postgres-1", "postgres-2"];
  const standby = (await isStandby(servers[0]!)) ? servers[0]! : servers[1]!;
  const primary = servers.find((each) => each !== standby)!;
  await servedMeanwhile(async () => {
    await setup("--renew", "tls/postgres");
    await composed.replace(standby);
    const following = "select count(*) from pg_stat_replication where state = 'streaming'";
    await expect.poll(() => sql(primary, following), { timeout: 60_000 }).toBe("1");
    await composed.replace(primary);
  }, patient);
  expect([await isStandby(standby), await isStandby(primary)]).toEqual([true, false]);
});

test("receipts are signed by a new key once all have been told of it", async () => {
  const before = (await identityOf("fj-publisher")).hub.receiptKey.kid;
  await setup("--renew", "keys/hub-receipt-key");
  const next = await keptSigningKey(join(secrets, "keys", "hub-receipt-key.next.json"));
  await changeIdentities(({ hub }) => {
    hub.otherReceiptKeys = [...(hub.otherReceiptKeys ?? []), { kid: next.kid, x: next.x }];
  });
  expect(await receiptSignedBy()).toBe(before);
  await setup("--retire", "keys/hub-receipt-key");
  for (const intake of intakes) await composed.replace(intake);
  expect(await receiptSignedBy()).toBe(next.kid);
});

test("tokens of a new key are taken without a restart, and a minute after it was retired none of the old one", async () => {
  const before = await identityOf("oco-secretariat");
  await setup("--renew", "tokens/issuer");
  const key = await keptSigningKey(join(secrets, "tokens", "issuer.key"));
  const mint = await tokenMint(key, Date.now());
  await changeIdentities(async (identity) => {
    identity.token = await mint(identity);
  });
  const after = await identityOf("oco-secretariat");
  for (const each of [after, before])
    await expect.poll(() => doorAnswers(each), { timeout: 10_000 }).toEqual(["answered"]);
  await setup("--retire", "tokens/issuer");
  const minute = { timeout: 75_000, interval: 2_000 };
  await expect.poll(() => doorAnswers(before), minute).toEqual(["unauthenticated"]);
  expect(await doorAnswers(after)).toEqual(["answered"]);
});

/** Changes everybody's file. */
async function changeIdentities(
  change: (identity: Identity) => Promise<void> | void,
): Promise<void> {
  for (const name of await readdir(identities)) {
    const path = join(identities, name);
    const identity = JSON.parse(await readFile(path, "utf8")) as Identity;
    await change(identity);
    await writeFile(path, JSON.stringify(identity));
  }
}

async function receiptSignedBy(): Promise<string> {
  await using publisher = await clientOf("fj-publisher");
  return (await publish(publisher, { draft: alertDraft() }, patient)).signedReceipt.keyId;
}

function sql(server: string, statement: string): Promise<string> {
  const psql = ["psql", "-XAtc", statement];
  return composed.compose("exec", "--no-TTY", "--user", "postgres", server, ...psql);
}
