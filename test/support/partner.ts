import { changeDirectory } from "@talanoa/client/directory.ts";
import { hubKeys, writeIdentities } from "@talanoa/devstack/identities.ts";
import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { join } from "node:path";
import type { TestHub } from "./hub.ts";

/** Enters a partner organisation with a sponsor, and makes identities for it: `navy-liaison` and so on. */
export async function enterPartner(hub: TestHub, id: string, sponsor: string): Promise<void> {
  const { dataDir, identitiesDir } = hub.stack;
  const secretariat = await hub.as("oco-secretariat");
  const change = (entry: Parameters<typeof changeDirectory>[1]["entry"]) =>
    changeDirectory(secretariat, { entry, revision: 0, reason: "test" });
  await change({ participant: { id, name: id, type: ParticipantType.PARTNER, sponsor } });
  const { hub: addresses } = await loadIdentity(join(identitiesDir, "oco-secretariat.json"));
  const keys = await hubKeys(dataDir);
  const now = Date.now();
  const { intake, feeds, routing, log } = addresses;
  const made = await writeIdentities({
    dataDir,
    members: [id],
    keys,
    addresses: { intake, feeds, routing, log },
    now,
  });
  for (const { participant, signingKey } of made) {
    if (participant !== id || !signingKey) continue;
    const publicKey = Buffer.from(signingKey.x, "base64url");
    await change({
      key: { id: signingKey.kid, participant, publicKey, validity: { from: now - 60_000 } },
    });
  }
}
