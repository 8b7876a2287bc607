import { connect } from "@talanoa/client/connect.ts";
import { loadIdentity } from "@talanoa/client/identity.ts";
import { DirectoryService } from "@talanoa/contract/generated/talanoa.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import type { TokenClaims } from "../token-issuer.ts";
import { OAuthError } from "./oauth-error.ts";

/** Who signs what they send. */
const signers: ReadonlySet<string> = new Set(["publisher", "liaison"]);

/**
 * Enters the public key of a person's device as one of their participant's, as the Secretariat: what it does by hand
 * where it knows who asks. Returns the key's id. Throws OAuthError, and HubError when the hub says no.
 *
 * @param secretariat path of the Secretariat's identity
 */
export async function enrolKey(
  { participant, principal, roles }: TokenClaims,
  publicKey: Uint8Array,
  secretariat: string,
): Promise<string> {
  if (publicKey.length !== 32)
    throw new OAuthError("invalid_request", "publicKey must be 32 bytes in base64url");
  if (!roles.some((role) => signers.has(role)))
    throw new OAuthError("invalid_request", `${roles.join(", ")} signs nothing`);
  const id = keyIdOf(publicKey);
  await using hub = connect(await loadIdentity(secretariat));
  const { entries } = await hub.call(DirectoryService.listEntries, { type: "key" });
  const standing = entries.find(({ entry }) => entry?.key?.id === id)?.entry?.key;
  if (standing?.participant === participant) return id;
  if (standing) throw new OAuthError("invalid_request", "the key is another participant's");
  await hub.call(DirectoryService.changeEntry, {
    entry: { key: { id, participant, publicKey, validity: { from: Date.now(), until: 0 } } },
    revision: 0,
    // An opaque id: nothing else tells the keys of a Member apart when a device is lost.
    reason: `demo: key of a device of ${principal}, enrolled at sign-in`,
  });
  return id;
}
