import { createHmac } from "node:crypto";
import type { KeyFiles } from "../keys/key-files.ts";
import { slotOf } from "../keys/slots.ts";
import type { Screening } from "../screening.ts";

/** Hashes of 16 bytes by which rows are found that name nobody. */
export interface Links {
  /** Under the key of now, for what is new. */
  readonly slot: string;
  readonly of: (name: string) => Buffer;
  /** Under each key that still stands: a row from before has one of them. */
  readonly everyOf: (name: string) => Buffer[];
}

const HASH_BYTES = 16;

/** The links of a participant at a time (Unix ms): a key a month, for as long as a trip says whose it is. */
export async function linksOf(
  { keys, lifetimes }: Pick<Screening, "keys" | "lifetimes">,
  participant: string,
  at: number,
): Promise<Links> {
  const { slot, bytes } = await keys.sealing(participant, "trip-link", at);
  const earlier = await earlierKeys(keys, participant, { at, lifetime: lifetimes.identity });
  const standing = [bytes, ...earlier];
  return {
    slot,
    of: (name) => hash(bytes, name),
    everyOf: (name) => standing.map((key) => hash(key, name)),
  };
}

async function earlierKeys(
  keys: KeyFiles,
  participant: string,
  { at, lifetime }: { readonly at: number; readonly lifetime: number },
): Promise<Uint8Array[]> {
  const oldest = slotOf("trip-link", at - lifetime);
  const found: Uint8Array[] = [];
  for (let slot = slotOf("trip-link", at); slot > oldest;) {
    slot = slotOf("trip-link", Date.parse(`${slot}-01T00:00:00Z`) - 1);
    const key = await keys.opening(participant, "trip-link", slot);
    if (key) found.push(key);
  }
  return found;
}

function hash(key: Uint8Array, name: string): Buffer {
  return createHmac("sha256", key).update(name).digest().subarray(0, HASH_BYTES);
}
