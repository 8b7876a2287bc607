import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect as connectToBroker, nkeyAuthenticator } from "@nats-io/transport-node";
import { connect } from "@talanoa/client/connect.ts";
import type { ReceiptKey } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { hubServices } from "@talanoa/contract/hub-services.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { doorAnswers } from "./support/door-answers.ts";
import { type SecuredHub, startSecuredHub } from "./support/secured-hub.ts";
import { servedThroughout } from "./support/served-throughout.ts";
import { shownCertificate } from "./support/shown-certificate.ts";

vi.setConfig({ testTimeout: 180_000 });
/** Each service runs once here: its callers wait for as long as it takes to start. */
const patient = { patience: 60_000 };
const doors = ["intake", "feeds", "routing", "log", "screening", "notification"] as const;

let hub: SecuredHub;
beforeAll(async () => {
  hub = await startSecuredHub();
}, 300_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

const authority = () => readFile(hub.secrets.path("authority/ca.crt"));

async function shownByBroker(): Promise<string> {
  return shownCertificate(hub.nats.port, { ca: await authority(), broker: true });
}

async function shownByDoor(door: (typeof doors)[number]): Promise<string> {
  const address = hub.identity("fj-liaison").hub[door]!;
  return shownCertificate(Number(address.split(":").at(-1)), { ca: await authority() });
}

async function certificateOf(name: string): Promise<string> {
  return new X509Certificate(await readFile(hub.secrets.path(`tls/${name}.crt`))).serialNumber;
}

/** What the broker says to who comes with this seed. */
async function loginBy(seed: Buffer): Promise<string> {
  const { servers, security } = hub.access("alert-intake");
  const authenticator = nkeyAuthenticator(seed);
  try {
    const connection = await connectToBroker({
      servers: [...servers],
      ...security,
      authenticator,
      reconnect: false,
    });
    await connection.close();
    return "welcome";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a hub that serves all the time", () => {
  test("is given new certificates and keys of its broker, one service after the other", async () => {
    const seed = () => readFile(hub.secrets.path("nats/alert-intake.nk"));
    const before = await seed();
    const patience = { once: patient, options: patient };
    await servedThroughout({ as: hub.as, broker: hub.access("backup"), ...patience }, async () => {
      for (const name of ["nats", ...hubServices]) {
        await hub.secrets.renew(`tls/${name}`);
        if (name !== "nats") await hub.secrets.renew(`nats/${name}`);
      }
      hub.nats.reload();
      await expect.poll(shownByBroker).toBe(await certificateOf("nats"));
      expect([await loginBy(before), await loginBy(await seed())]).toEqual(["welcome", "welcome"]);
      for (const name of hubServices) await hub.secrets.retire(`nats/${name}`);
      // The services are still there with the old ones: they connect anew with the new ones.
      hub.nats.reload();
      await expect.poll(() => loginBy(before)).toMatch(/authorization violation/i);
      expect(await loginBy(await seed())).toBe("welcome");
      for (const name of hubServices) await hub.restart(name);
    });
    const shown = await Promise.all(doors.map(shownByDoor));
    const wanted = [
      "alert-intake",
      "member-feeds",
      "member-routing",
      "audit-log",
      "risk-profile",
      "notification",
    ];
    expect(shown).toEqual(await Promise.all(wanted.map(certificateOf)));
  });

  test("signs receipts by a new key, which is believed by who was told of it and by nobody else", async () => {
    const identity = hub.identity("fj-publisher");
    const { kid: old } = identity.hub.receiptKey;
    await hub.secrets.renew("keys/hub-receipt-key");
    const next = await keptSigningKey(hub.secrets.path("keys/hub-receipt-key.next.json"));
    const otherReceiptKeys: ReceiptKey[] = [{ kid: next.kid, x: next.x }];
    await using told = connect({ ...identity, hub: { ...identity.hub, otherReceiptKeys } });
    const signedBy = async () =>
      (await publish(told, { draft: alertDraft() }, patient)).signedReceipt.keyId;
    expect(await signedBy()).toBe(old);
    await hub.secrets.retire("keys/hub-receipt-key");
    await hub.restart("alert-intake");
    expect(await signedBy()).toBe(next.kid);
    const untold = publish(hub.as("fj-publisher"), { draft: alertDraft() }, patient);
    await expect(untold).rejects.toThrow("the receipt is signed by another key than the hub's");
  });

  test("takes tokens of the issuer's new key at once, and a minute after it was retired none of the old one", async () => {
    const minted = async () => {
      const identity = hub.identity("oco-secretariat");
      const key = await keptSigningKey(hub.secrets.path("tokens/issuer.key"));
      return { ...identity, token: await (await tokenMint(key, Date.now()))(identity) };
    };
    const before = await minted();
    expect(await doorAnswers(before)).toEqual(["answered"]);
    await hub.secrets.renew("tokens/issuer");
    const after = await minted();
    // A key that is not known is looked for once a second at most.
    await expect.poll(() => doorAnswers(after), { timeout: 60_000 }).toEqual(["answered"]);
    expect(await doorAnswers(before)).toEqual(["answered"]);
    await hub.secrets.retire("tokens/issuer");
    // As long as a token is trusted once it was verified.
    const minute = { timeout: 100_000, interval: 2_000 };
    await expect.poll(() => doorAnswers(before), minute).toEqual(["unauthenticated"]);
    expect(await doorAnswers(after)).toEqual(["answered"]);
  });
});
