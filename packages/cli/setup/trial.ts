import { connect } from "@talanoa/client/connect.ts";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import {
  type LoadedDirectory,
  loadMembers,
  publicKeysOf,
} from "@talanoa/devstack/demo/directory.ts";
import { members, secretariat } from "@talanoa/devstack/demo/members.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { join } from "node:path";
import { UsageError } from "../usage-error.ts";
import type { Setup } from "./pieces.ts";
import { OFFICER } from "./secret-files.ts";
import { signingKeyIn } from "./signing-keys.ts";

/** Where the identities of a trial are, in the folder of secrets; apart from those that are for real. */
export const TRIAL = "trial";

/** Each role of a trial, its office, and whether who has it signs. */
const roles = [
  { role: "publisher", office: "Enforcement", signs: true },
  { role: "liaison", office: "Liaison", signs: true },
  { role: "auditor", office: "Internal Audit", signs: false },
] as const;

export interface Trial extends LoadedDirectory {
  /** Names of the identities, as `fj-publisher`. */
  readonly names: readonly string[];
}

/**
 * Makes a publisher, a liaison officer and an auditor of each of some Members and of the Secretariat, with tokens for a
 * day by the hub's own issuer, and enters these participants and the public keys into the directory of the hub that
 * runs. Again, it makes new tokens and leaves keys and entries as they are. Throws UsageError, HubError.
 *
 * @param codes of Members; all when empty
 */
export async function makeTrial(
  { files, now }: Pick<Setup, "files" | "now">,
  codes: readonly string[],
): Promise<Trial> {
  const unknown = codes.find((code) => !members.some(({ id }) => id === code));
  if (unknown !== undefined)
    throw new UsageError(
      `${unknown} is no Member`,
      `They are ${members.map(({ id }) => id).join(", ")}.`,
    );
  const officerText = await files.read(OFFICER);
  if (officerText === undefined)
    throw new UsageError(`${OFFICER} is not there yet`, "Run talanoa setup first.");
  using _ = await files.lock();
  const mint = await tokenMint(await signingKeyIn(files, "tokens/issuer.key"), now);
  // As its file has it: the authority's certificate stands beside both folders.
  const { hub } = JSON.parse(officerText) as Identity;
  const chosen = codes.length > 0 ? codes : members.map(({ id }) => id);
  const identities: Identity[] = [];
  for (const participant of [...chosen, secretariat.id])
    for (const { role, office, signs } of roles) {
      const principal = `${participant.toLowerCase()}-${role}`;
      const path = `${TRIAL}/${principal}.json`;
      const stands = await files.read(path);
      const claims = { principal, participant, roles: [role], office };
      const its: Identity = { name: principal, ...claims, token: await mint(claims), hub };
      if (signs)
        its.signingKey =
          (stands ? (JSON.parse(stands) as Identity).signingKey : undefined) ?? newSigningKey();
      await files.write(path, JSON.stringify(its, undefined, 2));
      identities.push(its);
    }
  const officer = await loadIdentity(join(files.folder, OFFICER));
  // Its own token may have run out.
  const { principal, participant, roles: its, office } = officer;
  const token = await mint({ principal, participant, roles: its, office });
  await using client = connect({ ...officer, token });
  const loaded = await loadMembers(client, chosen, publicKeysOf(identities));
  return { ...loaded, names: identities.map(({ name }) => name) };
}
