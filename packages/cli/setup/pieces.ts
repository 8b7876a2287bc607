import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import type { Identity } from "@talanoa/client/identity.ts";
import { newSigningKey } from "@talanoa/devstack/ed25519-key.ts";
import { keySet, tokenMint } from "@talanoa/devstack/token-issuer.ts";
import { createUser, fromSeed } from "@nats-io/nkeys";
import { formatSignerKey } from "@talanoa/tlog/note/signer.ts";
import { UsageError } from "../usage-error.ts";
import { brokerAccounts, type KeyHolder, keyHolders } from "./broker-users.ts";
import { type KeyPair, newAuthority, newCertificate } from "./certificates.ts";
import {
  certificateNames,
  databaseUsers,
  hostsOf,
  publishedPorts,
  tilesPort,
} from "./hub-names.ts";
import { AUTHORITY, AUTHORITY_KEY, OFFICER, type SecretFiles } from "./secret-files.ts";
import {
  hubKeysIn,
  LOG_KEY,
  NEXT_RECEIPT_KEY,
  readNextReceiptKey,
  readSigningKey,
  RECEIPT_KEY,
  signingKeyIn,
  signingKeyText,
} from "./signing-keys.ts";

/** What setting up works with. */
export interface Setup {
  readonly files: SecretFiles;
  /** Names under which participants reach the hub: what is given is added to what it has. */
  readonly doors: readonly string[];
  /** Names that it has, and is no longer reached by. */
  readonly leaving?: readonly string[];
  /** Unix milliseconds. */
  readonly now: number;
}

/** Something secret that is made once, by a name, and can be made anew. */
export interface Piece {
  /** As `--renew` names it. */
  readonly name: string;
  /** Whether it stands: the last file of it that is made. */
  readonly file: string;
  /** Whether its files are of one making; they may not be when a renewal was interrupted. */
  isWhole?(files: SecretFiles): Promise<boolean>;
  /** Makes it, or a new one in its place. */
  make(setup: Setup): Promise<void>;
  /** Whether one before it, or after it, is still valid beside it: a second renewal would lose that. */
  isBeingRenewed?(files: SecretFiles): Promise<boolean>;
  /** Forgets the one before, where two are valid for a while. */
  retire?(setup: Setup): Promise<void>;
  /** What the operator does so that the new one is used; a sentence for `--renew`. Absent: it is not renewed. */
  readonly afterRenewal?: string;
}

const authority: Piece = {
  name: "authority",
  file: AUTHORITY,
  async make({ files, now }) {
    const { certificate, key } = await newAuthority(now);
    await files.write(AUTHORITY_KEY, key);
    await files.write(AUTHORITY, certificate);
  },
};

const certificates = certificateNames.map((name): Piece => {
  const file = `tls/${name}.crt`;
  return {
    name: `tls/${name}`,
    file,
    async make({ files, doors, now }) {
      const issuer = await readAuthority(files);
      const { certificate, key } = await newCertificate(issuer, name, hostsOf(name, doors), now);
      await files.write(`tls/${name}.key`, key);
      await files.write(file, certificate);
    },
    async isWhole(files) {
      const [certificate, key] = await Promise.all([
        files.read(file),
        files.read(`tls/${name}.key`),
      ]);
      if (!certificate || !key) return false;
      const its = new X509Certificate(certificate);
      const authority = await files.read(AUTHORITY);
      // One of a public authority was put there by the operator.
      const isOwn = authority !== undefined && its.checkIssued(new X509Certificate(authority));
      return !isOwn || its.checkPrivateKey(createPrivateKey(key));
    },
    afterRenewal:
      name === "nats"
        ? "Reload the brokers, one after the other: docker compose kill -s HUP nats-1."
        : "Restart the instances, one after the other. The certificate before is valid until it expires.",
  };
});

const nkeys = keyHolders.map((name): Piece => ({
  name: `nats/${name}`,
  file: `nats/${name}.nk`,
  async make({ files }) {
    const former = await files.read(`nats/${name}.nk`);
    if (former) await files.write(`nats/${name}.former`, publicNkey(former));
    const seed = Buffer.from(createUser().getSeed()).toString();
    await files.write(`nats/${name}.nk`, seed);
    await writeBrokerUsers(files);
  },
  async isBeingRenewed(files) {
    const former = await readFormerNkey(files, name);
    // As after a renewal that was interrupted.
    return former !== "" && former !== publicNkey((await files.read(`nats/${name}.nk`))!);
  },
  async retire({ files }) {
    await files.write(`nats/${name}.former`, "");
    await writeBrokerUsers(files);
  },
  afterRenewal: `Reload the brokers: both keys are valid. Then end the old one: talanoa setup --retire nats/${name}, and reload the brokers again; who still uses it connects anew with the new one.`,
}));

const passwords = databaseUsers.map((name): Piece => ({
  name: `postgres/${name}`,
  file: `postgres/${name}.password`,
  make: ({ files }) =>
    files.write(`postgres/${name}.password`, randomBytes(32).toString("base64url")),
  afterRenewal: `Give it to the database: alter role ${name} password; see docs/security.md. Connections that stand go on, new ones wait until then.`,
}));

const issuer: Piece = {
  name: "tokens/issuer",
  file: "tokens/issuer.key",
  async make({ files }) {
    const former = await files.read("tokens/issuer.key");
    const key = newSigningKey();
    const formerKey = former ? [readSigningKey(former)] : [];
    // First the set: whoever has a token of the new key is known.
    await files.write("tokens/jwks.json", keySet(key, ...formerKey));
    await files.write("tokens/issuer.key", signingKeyText(key));
  },
  async isBeingRenewed(files) {
    const text = await files.read("tokens/jwks.json");
    const { keys } = JSON.parse(text ?? `{"keys": []}`) as { keys: { kid: string }[] };
    // After a renewal that was interrupted the first one is nobody's.
    const { kid } = await signingKeyIn(files, "tokens/issuer.key");
    return keys.length > 1 && keys[0]?.kid === kid;
  },
  async retire({ files }) {
    await files.write("tokens/jwks.json", keySet(await signingKeyIn(files, "tokens/issuer.key")));
  },
  afterRenewal:
    "Services read the key set within a second; both keys are valid. When the last token of the old one has ended: talanoa setup --retire tokens/issuer.",
};

const receiptKey: Piece = {
  name: "keys/hub-receipt-key",
  file: RECEIPT_KEY,
  // Clients believe the receipts of a key that they know: they know the next one before the hub signs with it.
  async make({ files }) {
    const stands = (await files.read(RECEIPT_KEY)) !== undefined;
    await files.write(stands ? NEXT_RECEIPT_KEY : RECEIPT_KEY, signingKeyText(newSigningKey()));
  },
  async isBeingRenewed(files) {
    const next = await readNextReceiptKey(files);
    // After a retirement that was interrupted the hub signs with it already.
    return next !== null && next.kid !== (await signingKeyIn(files, RECEIPT_KEY)).kid;
  },
  async retire({ files }) {
    const next = await readNextReceiptKey(files);
    if (!next) throw new UsageError("there is no next key", "Renew keys/hub-receipt-key first.");
    await files.write(RECEIPT_KEY, signingKeyText(next));
    await files.write(NEXT_RECEIPT_KEY, "");
  },
  afterRenewal: `Give its public part (kid and x in ${NEXT_RECEIPT_KEY}) to all participants, for hub.otherReceiptKeys of their identities, and restart the console. When all have it: talanoa setup --retire keys/hub-receipt-key, and restart alert-intake.`,
};

const searchKey: Piece = {
  name: "keys/search-index-key",
  file: "keys/search-index-key.json",
  make: ({ files }) =>
    files.write(
      "keys/search-index-key.json",
      JSON.stringify({ key: randomBytes(32).toString("base64") }),
    ),
  afterRenewal: "Restart member-feeds: it makes its search index anew.",
};

const notificationKey: Piece = {
  name: "keys/notification-key",
  file: "keys/notification-key.json",
  // Not renewed: what was sealed with it, officers' addresses, opens with no other.
  make: ({ files }) =>
    files.write(
      "keys/notification-key.json",
      JSON.stringify({ key: randomBytes(32).toString("base64") }),
    ),
};

const smtp: Piece = {
  name: "smtp",
  file: "smtp/README",
  make: ({ files }) =>
    files.write(
      "smtp/README",
      "The hub's password at the server by which it sends e-mail, in a file `password`, where that asks for one.\n",
    ),
};

const grafana: Piece = {
  name: "grafana/admin",
  file: "grafana/admin.password",
  make: ({ files }) => files.write("grafana/admin.password", randomBytes(32).toString("base64url")),
  afterRenewal: "Restart Grafana, where it runs: it makes its administrator anew at each start.",
};

const sessionKey: Piece = {
  name: "keys/console-session-key",
  file: "keys/console-session-key.json",
  make: ({ files }) =>
    files.write(
      "keys/console-session-key.json",
      JSON.stringify({ key: randomBytes(32).toString("base64") }),
    ),
  afterRenewal: "Restart the console: whoever is signed in signs in again.",
};

const logKey: Piece = {
  name: "keys/exchange-log-key",
  file: LOG_KEY,
  async make({ files, doors: [door] }) {
    const { privateKey } = generateKeyPairSync("ed25519");
    // The name is the log's origin: another for each hub, so that no witness takes two for one.
    const origin = `${door ?? `talanoa-${randomBytes(4).toString("hex")}`}/exchange-log`;
    const text = `${formatSignerKey(origin, "ed25519", privateKey)}\n`;
    await files.write(LOG_KEY, text);
  },
};

const screening: Piece = {
  name: "screening",
  file: "screening/README",
  make: ({ files }) =>
    files.write(
      "screening/README",
      "One identity file (NAME.json) for each Member whose passenger messages this hub screens.\n",
    ),
};

const officer: Piece = {
  name: "identities/oco-secretariat",
  file: OFFICER,
  async make({ files, doors: [door = "localhost"], now }) {
    const mint = await tokenMint(await signingKeyIn(files, "tokens/issuer.key"), now);
    const claims = {
      principal: "oco-secretariat",
      participant: "OCO",
      roles: ["secretariat"],
      office: "Directory",
    };
    const address = (ports: readonly number[]) => ports.map((port) => `${door}:${port}`).join(",");
    const identity: Identity = {
      name: claims.principal,
      ...claims,
      token: await mint(claims),
      hub: {
        intake: address(publishedPorts.intake),
        feeds: address(publishedPorts.feeds),
        routing: address(publishedPorts.routing),
        log: address(publishedPorts.log),
        screening: address(publishedPorts.screening),
        notification: address(publishedPorts.notification),
        console: address(publishedPorts.console),
        tls: { ca: "../authority/ca.crt" },
        ...(await hubKeysIn(files)),
        tiles: `https://${door}:${tilesPort}/`,
      },
    };
    await files.write(OFFICER, JSON.stringify(identity, undefined, 2));
  },
  afterRenewal: "It has a token for another day.",
};

/** All of them, each after what it is made from. */
export const pieces: readonly Piece[] = [
  authority,
  ...certificates,
  ...nkeys,
  ...passwords,
  receiptKey,
  searchKey,
  notificationKey,
  smtp,
  grafana,
  sessionKey,
  logKey,
  issuer,
  screening,
  officer,
];

/** Writes what the broker is told of users, from the keys that stand. */
export async function writeBrokerUsers(files: SecretFiles): Promise<void> {
  const keys = await Promise.all(
    keyHolders.map(async (name): Promise<[KeyHolder, string[]]> => {
      const seed = await files.read(`nats/${name}.nk`);
      const former = await readFormerNkey(files, name);
      const known = [...(seed ? [publicNkey(seed)] : []), ...(former ? [former] : [])];
      // A renewal that was interrupted leaves the same key as both.
      return [name, [...new Set(known)]];
    }),
  );
  const text = brokerAccounts(Object.fromEntries(keys) as { [Name in KeyHolder]: string[] });
  if (text !== (await files.read("nats/users.conf"))) await files.write("nats/users.conf", text);
}

async function readAuthority(files: SecretFiles): Promise<KeyPair> {
  const [certificate, key] = await Promise.all([files.read(AUTHORITY), files.read(AUTHORITY_KEY)]);
  if (certificate && key) return { certificate, key };
  throw new UsageError(
    `${files.folder}: ${AUTHORITY_KEY} is not there; certificates are signed with it`,
    "Put it back for as long as this takes.",
  );
}

/** The public key that a user of the broker had before, while it is not retired; else empty. */
async function readFormerNkey(files: SecretFiles, name: KeyHolder): Promise<string> {
  return ((await files.read(`nats/${name}.former`)) ?? "").trim();
}

function publicNkey(seed: string): string {
  return fromSeed(Buffer.from(seed.trim())).getPublicKey();
}
