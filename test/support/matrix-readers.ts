import { connect, type HubClient } from "@talanoa/client/connect.ts";
import { changeDirectory } from "@talanoa/client/directory.ts";
import type { Identity } from "@talanoa/client/identity.ts";
import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { hubKeys } from "@talanoa/devstack/identities.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import type { TestHub } from "./hub.ts";

/** Somebody who tries every door, with who else of the same participant there is to try with. */
export interface Reader {
  readonly name: string;
  readonly participant: string;
  readonly principal: string;
  readonly isLiaison: boolean;
  readonly client: HubClient;
  readonly publisher: HubClient;
  readonly auditor: HubClient;
}

/** Members whose liaison officer is a reader. */
const MEMBERS = ["TO", "WS", "VU", "NZ", "TV", "TK", "NU", "CK", "PF"];
/** A partner organisation, for which Tonga answers. */
const PARTNER = "NAVY";

export interface Readers extends AsyncDisposable {
  readonly all: readonly Reader[];
  named(name: string): Reader;
}

/**
 * The readers: a liaison officer of each of some Members, of the Secretariat and of a partner organisation,
 * and of Tonga a second one and who only publishes.
 */
export async function openReaders(hub: TestHub): Promise<Readers> {
  await using opened = new AsyncDisposableStack();
  const { tokenKey } = await hubKeys(hub.stack.dataDir);
  const mint = await tokenMint(tokenKey, Date.now());
  const partnerKey = newSigningKey();
  await enterPartner(hub, partnerKey);
  const { hub: addresses } = (await hub.as("to-liaison")).identity;

  async function further(
    participant: string,
    principal: string,
    role: string,
    signingKey: Identity["signingKey"],
  ): Promise<HubClient> {
    const claims = { participant, principal, roles: [role], office: "" };
    const identity: Identity = {
      ...claims,
      name: principal,
      token: await mint(claims),
      hub: addresses,
      ...(signingKey && { signingKey }),
    };
    return opened.use(connect(identity));
  }

  async function reader(client: HubClient): Promise<Reader> {
    const { name, participant, principal, roles } = client.identity;
    const as = (role: string) =>
      participant === PARTNER
        ? further(PARTNER, `navy-${role}`, role, partnerKey)
        : hub.as(`${participant.toLowerCase()}-${role}`);
    const [publisher, auditor] = await Promise.all([as("publisher"), as("auditor")]);
    const isLiaison = roles.includes("liaison");
    return { name, participant, principal, isLiaison, client, publisher, auditor };
  }

  const tongan = (await hub.as("to-liaison")).identity.signingKey;
  const clients = [
    ...(await Promise.all(MEMBERS.map((id) => hub.as(`${id.toLowerCase()}-liaison`)))),
    await further("TO", "to-second", "liaison", tongan),
    await hub.as("to-publisher"),
    await hub.as("oco-liaison"),
    await hub.as("oco-auditor"),
    await further(PARTNER, "navy-liaison", "liaison", partnerKey),
  ];
  const all = await Promise.all(clients.map(reader));
  const kept = opened.move();
  return {
    all,
    named: (name) => all.find((each) => each.name === name)!,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function enterPartner(
  hub: TestHub,
  { kid, x }: ReturnType<typeof newSigningKey>,
): Promise<void> {
  const secretariat = await hub.as("oco-secretariat");
  const type = ParticipantType.PARTNER;
  const participant = { id: PARTNER, name: "Navy", type, sponsor: "TO" };
  const key = { id: kid, participant: PARTNER, publicKey: Buffer.from(x, "base64url") };
  for (const entry of [{ participant }, { key }]) {
    await changeDirectory(secretariat, { entry, revision: 0, reason: "test" });
  }
}
