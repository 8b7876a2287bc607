import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HubAddresses, Identity, SigningJwk } from "@talanoa/client/identity.ts";
import { formatSignerKey, parseSignerKey } from "@talanoa/tlog/note/signer.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { keptSigningKey, newSigningKey } from "./ed25519-key.ts";
import { readJson, writeSecret } from "./kept-file.ts";
import { keySet, tokenMint } from "./token-issuer.ts";

type Role = "publisher" | "liaison" | "auditor" | "secretariat" | "screening";

/** Under which names an identity knows the services' addresses. */
export type Door =
  | "intake"
  | "feeds"
  | "routing"
  | "log"
  | "screening"
  | "notification"
  | "console";

/** The keys of the hub itself, and the files from which services take them. */
export interface HubKeys {
  readonly jwksFile: string;
  readonly hubKeyFile: string;
  readonly searchKeyFile: string;
  readonly logKeyFile: string;
  readonly tokenKeyFile: string;
  /** By which addresses of officers are sealed. */
  readonly notificationKeyFile: string;
  /** By which the console seals its cookies. */
  readonly sessionKeyFile: string;
  readonly tokenKey: SigningJwk;
  readonly receiptKey: SigningJwk;
  /** The public part of the exchange log's key, as c2sp.org/signed-note writes it. */
  readonly logKey: string;
}

const secretariat = "OCO";
const memberRoles: readonly Role[] = ["publisher", "liaison", "auditor"];
const secretariatRoles: readonly Role[] = ["secretariat", "publisher", "liaison", "auditor"];
const signs: { readonly [role in Role]: boolean } = {
  publisher: true,
  liaison: true,
  auditor: false,
  secretariat: false,
  screening: true,
};
const offices: { readonly [role in Role]: string } = {
  publisher: "Enforcement",
  liaison: "Liaison",
  auditor: "Internal Audit",
  secretariat: "Directory",
  screening: "Passenger Screening",
};

/** The folder in which the identity files of a data folder are, one `NAME.json` each. */
export function identitiesFolder(dataDir: string): string {
  return join(dataDir, "identities");
}

/** The folder of the identities that screening systems have, apart from those of persons. */
export function screeningFolder(dataDir: string): string {
  return join(dataDir, "screening");
}

/** Where the hub is and how it is known, as identities have it; written with them. */
export function hubFile(dataDir: string): string {
  return join(dataDir, "hub.json");
}

/** The keys of the hub itself: of its token issuer, its receipts and its exchange log. Made at the first call, then kept. */
export async function hubKeys(dataDir: string): Promise<HubKeys> {
  const folder = join(dataDir, "keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hubKeyFile = join(folder, "hub-receipt-key.json");
  const searchKeyFile = join(folder, "search-index-key.json");
  const logKeyFile = join(folder, "exchange-log-key.txt");
  const tokenKeyFile = join(folder, "token-issuer-key.json");
  const notificationKeyFile = join(folder, "notification-key.json");
  const sessionKeyFile = join(folder, "console-session-key.json");
  const [tokenKey, receiptKey, logKey] = await Promise.all([
    keptSigningKey(tokenKeyFile),
    keptSigningKey(hubKeyFile),
    keptLogKey(logKeyFile),
    keepRandomKey(searchKeyFile),
    keepRandomKey(notificationKeyFile),
    keepRandomKey(sessionKeyFile),
  ]);
  const jwksFile = join(folder, "jwks.json");
  await writeSecret(jwksFile, keySet(tokenKey));
  return {
    jwksFile,
    hubKeyFile,
    searchKeyFile,
    logKeyFile,
    tokenKeyFile,
    notificationKeyFile,
    sessionKeyFile,
    tokenKey,
    receiptKey,
    logKey,
  };
}

/**
 * The exchange log's key, made once. Its name is the log's origin: another for each hub, so that no
 * witness takes two for one.
 */
async function keptLogKey(file: string): Promise<string> {
  let text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    const { privateKey } = generateKeyPairSync("ed25519");
    const name = `talanoa-embedded-${randomBytes(4).toString("hex")}/exchange-log`;
    text = `${formatSignerKey(name, "ed25519", privateKey)}\n`;
    await writeSecret(file, text);
  }
  return formatVerifierKey(parseSignerKey(text.trim()).key);
}

/** Makes a file with 32 random bytes, once; only its owner can read it. */
async function keepRandomKey(file: string): Promise<void> {
  if (await readJson(file)) return;
  await writeSecret(file, JSON.stringify({ key: randomBytes(32).toString("base64") }));
}

/**
 * Writes an identity file for each role of each Member and of the Secretariat (`fj-publisher`, `oco-secretariat`), with
 * a new token, and one for the screening of some Members (`nz-screening`) in a folder of its own: its key is for
 * the service that screens, and no person's. Signing keys stay as they are. Returns the identities in the order of the files' participants.
 *
 * @param members participant codes, like `FJ`
 * @param screening participant codes of the Members that screen
 * @param now Unix milliseconds, from which the tokens are valid
 */
export async function writeIdentities(options: {
  dataDir: string;
  members: readonly string[];
  screening?: readonly string[] | undefined;
  keys: Pick<HubKeys, "tokenKey" | "receiptKey" | "logKey">;
  addresses: { readonly [door in Door]?: string };
  /** Where the exchange log's tree is served. */
  tiles?: string | undefined;
  now: number;
}): Promise<Identity[]> {
  const folder = identitiesFolder(options.dataDir);
  const apart = screeningFolder(options.dataDir);
  for (const each of [folder, apart]) await mkdir(each, { recursive: true, mode: 0o700 });
  const mint = await tokenMint(options.keys.tokenKey, options.now);
  const { kid, x } = options.keys.receiptKey;
  // A stack with fewer services than the hub's has fewer doors; it serves tests of the stack alone.
  const { logKey } = options.keys;
  const tiles = options.tiles && { tiles: options.tiles };
  const hub = { ...options.addresses, ...tiles, receiptKey: { kid, x }, logKey } as HubAddresses;
  await writeSecret(hubFile(options.dataDir), JSON.stringify(hub, undefined, 2));
  const wanted: { readonly participant: string; readonly role: Role }[] = [
    ...options.members.flatMap((participant) => memberRoles.map((role) => ({ participant, role }))),
    ...secretariatRoles.map((role) => ({ participant: secretariat, role })),
    ...(options.screening ?? []).map((participant) => ({
      participant,
      role: "screening" as const,
    })),
  ];
  return Promise.all(
    wanted.map(async ({ participant, role }) => {
      const name = `${participant.toLowerCase()}-${role}`;
      const file = join(role === "screening" ? apart : folder, `${name}.json`);
      const claims = { principal: name, participant, roles: [role], office: offices[role] };
      const signingKey = signs[role]
        ? ((await readJson<Identity>(file))?.signingKey ?? newSigningKey())
        : undefined;
      const token = await mint(claims);
      const { principal, roles, office } = claims;
      const identity: Identity = { name, participant, principal, roles, office, token, hub };
      if (signingKey) identity.signingKey = signingKey;
      await writeSecret(file, JSON.stringify(identity, undefined, 2));
      return identity;
    }),
  );
}
