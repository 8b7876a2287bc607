import { createHmac, hash } from "node:crypto";

/** What is kept of a hash, in bytes: whoever is found by chance is looked at again. */
const KEPT = 8;

/**
 * The key of one participant's terms, from that of the hub: equal words of different participants have
 * nothing in common.
 */
export function participantKey(key: Uint8Array, participant: string): string {
  return createHmac("sha256", key).update(`talanoa/v1/search ${participant}`).digest("hex");
}

/**
 * A term as the index holds it: a signed number of 64 bits, in decimal. One hash of key and term; cut
 * to a quarter it cannot be extended, which is all that an HMAC would add, at five times the price.
 */
export function termHash(participantKey: string, term: string): string {
  const digest = hash("sha256", `${participantKey}\n${term}`, "binary");
  return Buffer.from(digest.slice(0, KEPT), "latin1").readBigInt64BE().toString();
}

/** What tells one key of the hub from another, and nothing of it. */
export function keyPrint(key: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update("talanoa/v1/search-key-print").digest();
}
