import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  keptSigningKey,
  newSigningKey,
  publicPart,
  type SigningKey,
  type VerifyingKey,
} from "./ed25519-key.ts";
import { readJson, writeSecret } from "./kept-file.ts";
import { keySet, tokenMint } from "./token-issuer.ts";

export type Role = "publisher" | "liaison" | "auditor" | "secretariat";

/** How an identity's owner reaches the hub and checks what it signs. */
export interface HubContact {
  /** `host:port` of each service, by its name, like `alert-intake`. */
  readonly endpoints: { readonly [service: string]: string };
  /** Signs the hub's receipts. */
  readonly receiptKey: VerifyingKey;
}

/** What stands in an identity file: all that one principal needs to work with the hub. A secret. */
export interface Identity {
  readonly name: string;
  readonly participant: string;
  readonly principal: string;
  readonly roles: readonly Role[];
  readonly office: string;
  /** JWT, valid for 24 hours; minted again while the hub runs. */
  readonly token: string;
  /** Of those who publish or make statements; the same as long as the data folder is kept. */
  readonly signingKey?: SigningKey;
  readonly hub: HubContact;
}

export interface HubKeys {
  readonly jwksFile: string;
  readonly hubKeyFile: string;
  readonly tokenKey: SigningKey;
  readonly receiptKey: SigningKey;
}

const secretariat = "OCO";
const memberRoles: readonly Role[] = ["publisher", "liaison", "auditor"];
const secretariatRoles: readonly Role[] = ["secretariat", "publisher", "liaison", "auditor"];
const signs: { readonly [role in Role]: boolean } = {
  publisher: true,
  liaison: true,
  auditor: false,
  secretariat: false,
};
const offices: { readonly [role in Role]: string } = {
  publisher: "Enforcement",
  liaison: "Liaison",
  auditor: "Internal Audit",
  secretariat: "Directory",
};

/** The folder in which the identity files of a data folder are, one `NAME.json` each. */
export function identitiesFolder(dataDir: string): string {
  return join(dataDir, "identities");
}

/** The keys of the hub itself: of its token issuer and of its receipts. Made at the first call, then kept. */
export async function hubKeys(dataDir: string): Promise<HubKeys> {
  const folder = join(dataDir, "keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hubKeyFile = join(folder, "hub-receipt-key.json");
  const [tokenKey, receiptKey] = await Promise.all([
    keptSigningKey(join(folder, "token-issuer-key.json")),
    keptSigningKey(hubKeyFile),
  ]);
  const jwksFile = join(folder, "jwks.json");
  await writeSecret(jwksFile, keySet(tokenKey));
  return { jwksFile, hubKeyFile, tokenKey, receiptKey };
}

/**
 * Writes an identity file for each role of each Member and of the Secretariat (`fj-publisher`, `oco-secretariat`), with
 * a new token. Signing keys stay as they are. Returns the identities in the order of the files' participants.
 *
 * @param members participant codes, like `FJ`
 * @param now Unix milliseconds, from which the tokens are valid
 */
export async function writeIdentities(options: {
  dataDir: string;
  members: readonly string[];
  keys: HubKeys;
  endpoints: { readonly [service: string]: string };
  now: number;
}): Promise<Identity[]> {
  const folder = identitiesFolder(options.dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mint = await tokenMint(options.keys.tokenKey, options.now);
  const hub = { endpoints: options.endpoints, receiptKey: publicPart(options.keys.receiptKey) };
  const wanted = [
    ...options.members.flatMap((participant) => memberRoles.map((role) => ({ participant, role }))),
    ...secretariatRoles.map((role) => ({ participant: secretariat, role })),
  ];
  return Promise.all(
    wanted.map(async ({ participant, role }) => {
      const name = `${participant.toLowerCase()}-${role}`;
      const file = join(folder, `${name}.json`);
      const claims = { principal: name, participant, roles: [role], office: offices[role] };
      const signingKey = signs[role]
        ? ((await readJson<Identity>(file))?.signingKey ?? newSigningKey())
        : undefined;
      const identity: Identity = {
        name,
        ...claims,
        token: await mint(claims),
        ...(signingKey && { signingKey }),
        hub,
      };
      await writeSecret(file, JSON.stringify(identity, undefined, 2));
      return identity;
    }),
  );
}
