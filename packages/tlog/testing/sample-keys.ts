import { createPrivateKey, type KeyObject } from "node:crypto";
import { TlogError } from "../errors.ts";
import type { Policy } from "../note/open-checkpoint.ts";
import type { SignatureType } from "../note/signature-type.ts";
import { type Signer, signer } from "../note/signer.ts";

/** An Ed25519 private key of which all seed bytes are alike. */
export function samplePrivateKey(seed: number): KeyObject {
  const head = Buffer.from("302e020100300506032b657004220420", "hex");
  const key = Buffer.concat([head, Buffer.alloc(32, seed)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

export function sampleSigner(name: string, type: SignatureType, seed: number): Signer {
  return signer(name, type, samplePrivateKey(seed));
}

export const origin = "talanoa.example/log";
export const log = sampleSigner(origin, "ed25519", 1);
export const witnesses = ["fj", "ws", "to"].map((name, i) =>
  sampleSigner(`${name}.example/witness`, "cosignature/v1", 10 + i),
);

/** The log's key alone, or with some of the witnesses. */
export function policy(quorum: number): Policy {
  return { origin, keys: [log.key], witnesses: witnesses.map(({ key }) => key), quorum };
}

/** The code of the TlogError that is thrown; undefined for none. Any other error is thrown on. */
export function codeOf(run: () => unknown): TlogError["code"] | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof TlogError) return error.code;
    throw error;
  }
}
