import { generateKeyPairSync, sign } from "node:crypto";
import type { SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import { keyIdOf } from "@talanoa/sharing/notice/sign.ts";
import type { Identity, SigningJwk } from "../identity.ts";

/** A fresh Ed25519 key, in the forms in which the product meets it. */
export interface TestKey {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly jwk: SigningJwk;
  sign(bytes: Uint8Array): Uint8Array;
}

export function testKey(): TestKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x, d } = privateKey.export({ format: "jwk" }) as { x: string; d: string };
  const publicKey = Buffer.from(x, "base64url");
  const id = keyIdOf(publicKey);
  return {
    id,
    publicKey,
    jwk: { kty: "OKP", crv: "Ed25519", kid: id, x, d },
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** An identity of a participant with its key, of a hub with a receipt key. */
export function testIdentity(participant: string, key: TestKey, hubKey: TestKey): Identity {
  const name = `${participant.toLowerCase()}-publisher`;
  return {
    name,
    participant,
    principal: name,
    roles: ["publisher"],
    office: "Enforcement",
    token: "a.b.c",
    signingKey: key.jwk,
    hub: {
      intake: "127.0.0.1:1",
      feeds: "127.0.0.1:1",
      routing: "127.0.0.1:1",
      log: "127.0.0.1:1",
      receiptKey: { kid: hubKey.id, x: hubKey.jwk.x },
    },
  };
}

/** The key as the directory has it. */
export function directoryKey(participant: string, { id, publicKey }: TestKey): SigningKey {
  return { id, participant, publicKey, validity: null, kinds: [], suspended: false };
}
