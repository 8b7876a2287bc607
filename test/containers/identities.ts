import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@talanoa/client/connect.ts";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { loadDirectory, publicKeysOf } from "@talanoa/devstack/demo/directory.ts";
import { members } from "@talanoa/devstack/demo/members.ts";
import { keptSigningKey, newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";

const offices = { publisher: "Enforcement", liaison: "Liaison", auditor: "Internal Audit" };

/**
 * What the Secretariat does first: identities for everyone (`fj-publisher`, `oco-auditor`), as the token issuer and
 * each Member would make them, and the directory with the Members and their keys, entered over TLS by the officer
 * whom `talanoa setup` made.
 */
export async function enterMembers(secrets: string, folder: string): Promise<void> {
  const officer = await loadIdentity(join(secrets, "identities", "oco-secretariat.json"));
  const mint = await tokenMint(
    await keptSigningKey(join(secrets, "tokens", "issuer.key")),
    Date.now(),
  );
  const identities: Identity[] = [officer];
  for (const participant of [...members.map(({ id }) => id), "OCO"]) {
    for (const [role, office] of Object.entries(offices)) {
      const principal = `${participant.toLowerCase()}-${role}`;
      const claims = { principal, participant, roles: [role], office };
      const token = await mint(claims);
      const signingKey = role === "auditor" ? {} : { signingKey: newSigningKey() };
      identities.push({ name: principal, ...claims, token, hub: officer.hub, ...signingKey });
    }
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const identity of identities) {
    const text = JSON.stringify(identity);
    await writeFile(join(folder, `${identity.name}.json`), text, { mode: 0o600 });
  }
  await using client = connect(officer);
  await loadDirectory(client, publicKeysOf(identities));
}
