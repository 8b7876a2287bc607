import type { SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import type { Hub } from "./hub.ts";
import { listDirectory } from "./directory.ts";

/** Finds the signing keys of participants. */
export interface KeyRing {
  /** Null for a key that the directory does not know. */
  key(id: string): Promise<SigningKey | null>;
}

/** A ring of given keys, to verify without a hub. */
export function keyRing(keys: Iterable<SigningKey>): KeyRing {
  const byId = new Map([...keys].map((key) => [key.id, key]));
  return { key: async (id) => byId.get(id) ?? null };
}

/** How long an id that the directory did not know is not asked for again, in milliseconds. */
const PAUSE = 5_000;

/**
 * The directory's keys, asked for when first needed and again for a key that is new: one list for
 * all, since a notice by an unknown key is rare and a round trip is dear.
 */
export function directoryKeys(hub: Hub): KeyRing {
  let keys = new Map<string, SigningKey>();
  let asking: Promise<void> | undefined;
  let askedAt = -Infinity;

  async function ask(): Promise<void> {
    const entries = await listDirectory(hub, "key");
    const found = entries.flatMap(({ entry }) => entry?.key ?? []);
    keys = new Map(found.map((key) => [key.id, key]));
    askedAt = performance.now();
  }

  return {
    async key(id) {
      const known = keys.get(id);
      if (known || performance.now() - askedAt < PAUSE) return known ?? null;
      await (asking ??= ask().finally(() => (asking = undefined)));
      return keys.get(id) ?? null;
    },
  };
}
