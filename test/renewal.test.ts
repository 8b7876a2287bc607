import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect as connectPlain } from "node:net";
import { connect as connectByTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { connect as connectToBroker, nkeyAuthenticator } from "@nats-io/transport-node";
import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { explain } from "@talanoa/client/explain.ts";
import type { ReceiptKey } from "@talanoa/client/identity.ts";
import { publish } from "@talanoa/client/publish.ts";
import { FeedService, type NoticeRef, StatusService } from "@talanoa/contract/generated/talanoa.ts";
import { hubServices } from "@talanoa/contract/hub-services.ts";
import { keptSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alertDraft } from "./support/drafts.ts";
import { copiesIn, readExchange } from "./support/exchange.ts";
import { failure } from "./support/failure.ts";
import { trailOf } from "./support/log.ts";
import { repeat } from "./support/repeat.ts";
import { type SecuredHub, startSecuredHub } from "./support/secured-hub.ts";

vi.setConfig({ testTimeout: 180_000 });
/** Each service runs once here: its callers wait for as long as it takes to start. */
const patient = { patience: 60_000 };
const doors = ["intake", "feeds", "routing", "log", "screening"] as const;

let hub: SecuredHub;
beforeAll(async () => {
  hub = await startSecuredHub();
}, 120_000);
afterAll(() => hub?.[Symbol.asyncDispose]());

/** Calls of every kind go on all the time meanwhile: none of them fails, and every notice comes to whom it is for, once. */
async function served(meanwhile: () => Promise<void>): Promise<void> {
  const [publisher, officer, auditor] = ["fj-publisher", "to-liaison", "oco-auditor"].map((name) =>
    hub.as(name),
  ) as [HubClient, HubClient, HubClient];
  const sent: NoticeRef[] = [];
  const publishOne = async () => {
    const { publication, receipt } = await publish(publisher, { draft: alertDraft() }, patient);
    sent.push(publication.ref);
    return receipt.sequence;
  };
  const begin = await publishOne();
  const first = sent[0]!;
  await vi.waitFor(() => explain(publisher, first), { timeout: 20_000 });
  const stop = new AbortController();
  const load = [
    publishOne,
    () => officer.call(FeedService.listNotices, { pageSize: 10 }, patient),
    () => explain(publisher, first, patient),
    () => trailOf(auditor, first, patient),
  ].map((action) => repeat(stop.signal, action));
  try {
    await Promise.race([meanwhile(), Promise.all(load)]);
  } finally {
    stop.abort();
  }
  for (const times of await Promise.all(load)) expect(times).toBeGreaterThan(0);
  const wanted = sent.map(({ origin, id }) => `${origin}/${id}`).sort();
  const held = async () => {
    const copies = copiesIn(await readExchange(hub.access("backup"), begin));
    return copies.filter(({ participant }) => participant === "TO").map(({ notice }) => notice);
  };
  await expect.poll(async () => (await held()).sort(), { interval: 500 }).toEqual(wanted);
}

/** The serial number of the certificate that a server shows. */
async function shownBy(socket: TLSSocket): Promise<string | undefined> {
  await once(socket, "secureConnect");
  const { serialNumber } = socket.getPeerX509Certificate()!;
  socket.destroy();
  return serialNumber;
}

async function tlsOptions(): Promise<ConnectionOptions> {
  const ca = await readFile(hub.secrets.path("authority/ca.crt"));
  return { ca, host: "localhost", servername: "localhost", ALPNProtocols: ["h2"] };
}

async function shownByBroker(): Promise<string | undefined> {
  const plain = connectPlain(hub.nats.port, "localhost");
  // It says how it is spoken to first, in clear.
  await once(plain, "data");
  return shownBy(connectByTls({ ...(await tlsOptions()), socket: plain }));
}

async function shownByDoor(door: (typeof doors)[number]): Promise<string | undefined> {
  const address = hub.identity("fj-liaison").hub[door]!;
  const port = Number(address.split(":").at(-1));
  return shownBy(connectByTls({ ...(await tlsOptions()), port }));
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

/** How each service answers to a token of the Secretariat's officer. */
async function answersTo(token: string): Promise<string[]> {
  const identity = hub.identity("oco-secretariat");
  return Promise.all(
    doors.map(async (door) => {
      const addresses = { ...identity.hub, intake: identity.hub[door]! };
      await using client = connect({ ...identity, token, hub: addresses });
      const asked = client.call(StatusService.getStatus, {}, { patience: 0 });
      return await asked.then(
        () => "answered",
        async () => (await failure(asked)).code,
      );
    }),
  );
}

describe("a hub that serves all the time", () => {
  test("is given new certificates and keys of its broker, one service after the other", async () => {
    const seed = () => readFile(hub.secrets.path("nats/alert-intake.nk"));
    const before = await seed();
    await served(async () => {
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
    const wanted = ["alert-intake", "member-feeds", "member-routing", "audit-log", "risk-profile"];
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
      const key = await keptSigningKey(hub.secrets.path("tokens/issuer.key"));
      return (await tokenMint(key, Date.now()))(hub.identity("oco-secretariat"));
    };
    const all = (answer: string) => doors.map(() => answer);
    const before = await minted();
    expect(await answersTo(before)).toEqual(all("answered"));
    await hub.secrets.renew("tokens/issuer");
    const after = await minted();
    // A key that is not known is looked for once a second at most.
    await expect.poll(() => answersTo(after), { timeout: 5_000 }).toEqual(all("answered"));
    expect(await answersTo(before)).toEqual(all("answered"));
    await hub.secrets.retire("tokens/issuer");
    // As long as a token is trusted once it was verified, and as often as the key set is read.
    const minute = { timeout: 65_000, interval: 2_000 };
    await expect.poll(() => answersTo(before), minute).toEqual(all("unauthenticated"));
    expect(await answersTo(after)).toEqual(all("answered"));
  });
});
