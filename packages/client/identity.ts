import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fromBase64 } from "@talanoa/crypto/bytes.ts";
import { InvalidIdentity } from "./invalid-identity.ts";
import type { Signer } from "./signer.ts";

/** An Ed25519 private key as a JWK; `kid` is the key's id in the directory. */
export interface SigningJwk {
  kty: "OKP";
  crv: "Ed25519";
  kid: string;
  /** Public and private part, 32 bytes each, base64url. */
  x: string;
  d: string;
}

/** What protects the way to the hub; PEM text. An empty object trusts the system's authorities. */
export interface Tls {
  ca?: string;
  cert?: string;
  key?: string;
}

/** A public key of the hub's receipts: 32 bytes, base64url. */
export interface ReceiptKey {
  kid: string;
  x: string;
}

/** By which keys a hub is known, and where its log's tree is. */
export interface HubKeys {
  receiptKey: ReceiptKey;
  /** Those that the hub signs with next, or signed with before: while one takes over from another. */
  otherReceiptKeys?: readonly ReceiptKey[];
  /** The exchange log's verifier key, as c2sp.org/signed-note writes it; its name is the log's origin. */
  logKey?: string;
  /** URL under which the exchange log's tree is served (c2sp.org/tlog-tiles); ends with a slash. */
  tiles?: string;
  tls?: Tls;
}

/**
 * Where the hub's services listen, and by which keys it is known. A service that runs several times has several
 * addresses, separated by commas.
 */
export interface HubAddresses extends HubKeys {
  intake: string;
  feeds: string;
  routing: string;
  log: string;
  /** Where passenger messages are screened; a hub may do without. */
  screening?: string;
  /** Where officers choose what they are told of; a hub may do without. */
  notification?: string;
  /** Where the console listens, for browsers; `askStatus` asks whether it is there. A hub may do without. */
  console?: string;
}

/** One principal, what signs for it, and the hub that it speaks to. */
export interface Caller {
  name: string;
  participant: string;
  principal: string;
  roles: string[];
  office: string;
  signingKey?: SigningJwk;
  /** Signs in place of `signingKey`, with a key that cannot be read. */
  signer?: Signer;
  hub: HubKeys;
}

/** A caller with all that it needs to speak to the hub's services itself. */
export interface Identity extends Caller {
  token: string;
  hub: HubAddresses;
}

/**
 * Reads an identity file (JSON). Paths of TLS files are taken from the file's folder.
 * Throws InvalidIdentity, and the file system's error when the file cannot be read.
 */
export async function loadIdentity(path: string): Promise<Identity> {
  return loadFile(path, async (value) => {
    const identity = parseIdentity(value);
    return { ...identity, hub: await withTls(identity.hub, dirname(path)) };
  });
}

/** Reads a file (JSON) with what an identity has under `hub` alone, as `loadIdentity` does. */
export async function loadHub(path: string): Promise<HubAddresses> {
  return loadFile(path, (value) => withTls(parseHub(object(value, "the hub")), dirname(path)));
}

async function loadFile<Its>(path: string, parse: (value: unknown) => Promise<Its>): Promise<Its> {
  const text = await readFile(path, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which holds a token and a key.
    throw new InvalidIdentity(`${path} is not JSON`);
  }
  try {
    return await parse(value);
  } catch (error) {
    if (error instanceof InvalidIdentity) throw new InvalidIdentity(`${path}: ${error.message}`);
    throw error;
  }
}

/** Checks the shape of an identity. Throws InvalidIdentity. */
export function parseIdentity(value: unknown): Identity {
  const fields = object(value, "the identity");
  const identity: Identity = {
    name: text(fields, "name"),
    participant: text(fields, "participant"),
    principal: text(fields, "principal"),
    roles: texts(fields, "roles"),
    office: optionalText(fields, "office") ?? "",
    token: text(fields, "token"),
    hub: parseHub(object(fields["hub"], "hub")),
  };
  if (fields["signingKey"] != null) identity.signingKey = parseKey(fields["signingKey"]);
  return identity;
}

function parseHub(fields: Fields): HubAddresses {
  const hub: HubAddresses = {
    intake: address(fields, "intake"),
    feeds: address(fields, "feeds"),
    routing: address(fields, "routing"),
    log: address(fields, "log"),
    receiptKey: parseReceiptKey(fields["receiptKey"], "hub.receiptKey"),
  };
  const others = fields["otherReceiptKeys"];
  if (others != null) {
    if (!Array.isArray(others)) throw new InvalidIdentity("hub.otherReceiptKeys must be a list");
    hub.otherReceiptKeys = others.map((key) => parseReceiptKey(key, "hub.otherReceiptKeys"));
  }
  for (const field of ["screening", "notification", "console"] as const)
    if (fields[field] != null) hub[field] = address(fields, field);
  const logKey = optionalText(fields, "logKey", "hub.");
  if (logKey !== undefined) hub.logKey = logKey;
  const tiles = optionalText(fields, "tiles", "hub.");
  if (tiles !== undefined) hub.tiles = tiles;
  if (fields["tls"] != null) {
    const tls = object(fields["tls"], "hub.tls");
    hub.tls = {};
    for (const part of ["ca", "cert", "key"] as const) {
      const its = optionalText(tls, part, "hub.tls.");
      if (its !== undefined) hub.tls[part] = its;
    }
    if ((hub.tls.cert === undefined) !== (hub.tls.key === undefined))
      throw new InvalidIdentity("hub.tls needs both cert and key, or none of them");
  }
  return hub;
}

function parseReceiptKey(value: unknown, name: string): ReceiptKey {
  const fields = object(value, name);
  return { kid: text(fields, "kid", `${name}.`), x: key32(fields, "x", `${name}.`) };
}

function parseKey(value: unknown): SigningJwk {
  const fields = object(value, "signingKey");
  if (fields["kty"] !== "OKP" || fields["crv"] !== "Ed25519")
    throw new InvalidIdentity("signingKey must be an Ed25519 JWK (kty OKP, crv Ed25519)");
  return {
    kty: "OKP",
    crv: "Ed25519",
    kid: text(fields, "kid", "signingKey."),
    x: key32(fields, "x", "signingKey."),
    d: key32(fields, "d", "signingKey."),
  };
}

async function withTls(hub: HubAddresses, folder: string): Promise<HubAddresses> {
  return hub.tls ? { ...hub, tls: await readTls(hub.tls, folder) } : hub;
}

async function readTls(tls: Tls, folder: string): Promise<Tls> {
  const read: Tls = {};
  for (const part of ["ca", "cert", "key"] as const) {
    const its = tls[part];
    if (its === undefined) continue;
    read[part] = its.startsWith("-----BEGIN") ? its : await readFile(resolve(folder, its), "utf8");
  }
  return read;
}

type Fields = { [field: string]: unknown };

function object(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidIdentity(`${name} must be an object`);
  return value as Fields;
}

function optionalText(fields: Fields, field: string, prefix = ""): string | undefined {
  const value = fields[field];
  if (value == null) return undefined;
  if (typeof value !== "string") throw new InvalidIdentity(`${prefix}${field} must be text`);
  return value;
}

function text(fields: Fields, field: string, prefix = ""): string {
  const value = optionalText(fields, field, prefix);
  if (!value) throw new InvalidIdentity(`${prefix}${field} is missing`);
  return value;
}

function texts(fields: Fields, field: string): string[] {
  const value = fields[field];
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string"))
    throw new InvalidIdentity(`${field} must be a list of texts`);
  return value as string[];
}

function address(fields: Fields, field: string): string {
  const value = text(fields, field, "hub.");
  for (const each of addressesOf(value)) {
    const port = Number(/^(?:\[[0-9a-fA-F:]+\]|[^\s:/,]+):(\d{1,5})$/.exec(each)?.[1]);
    if (!(port > 0 && port < 65_536)) throw new InvalidIdentity(`hub.${field} must be host:port`);
  }
  return value;
}

/** The addresses of a service's instances. */
export function addressesOf(addresses: string): string[] {
  return addresses.split(",");
}

function key32(fields: Fields, field: string, prefix: string): string {
  const value = text(fields, field, prefix);
  if (fromBase64(value).length !== 32)
    throw new InvalidIdentity(`${prefix}${field} must be 32 bytes in base64url`);
  return value;
}
