import type { SigningKey } from "@talanoa/contract/generated/talanoa.ts";
import type { Hub } from "./hub.ts";
import { listDirectory } from "./directory.ts";

/** Finds the signing keys of participants. */
export interface KeyRing {
  /** Null for a key that the directory does not know. */
  key(id: string): Promise<SigningKey | null>;
}

/** The keys as the directory has them. */
export interface DirectoryKeys extends KeyRing {
  /** Has them fetched, for who will need some of them in a moment. */
  prepare(): void;
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
export function directoryKeys(hub: Hub): DirectoryKeys {
  let keys = new Map<string, SigningKey>();
  let asking: Promise<void> | undefined;
  /** Ids that the directory did not know, with when it was asked. */
  const unknown = new Map<string, number>();

  async function ask(): Promise<void> {
    const entries = await listDirectory(hub, "key");
    const found = entries.flatMap(({ entry }) => entry?.key ?? []);
    keys = new Map(found.map((key) => [key.id, key]));
    for (const [id, askedAt] of unknown) if (isOver(askedAt)) unknown.delete(id);
  }

  const askOnce = (): Promise<void> => (asking ??= ask().finally(() => (asking = undefined)));

  return {
    prepare() {
      // Whoever needs a key hears what went wrong.
      if (keys.size === 0) void askOnce().catch(() => {});
    },
    async key(id) {
      const askedAt = unknown.get(id);
      if (keys.has(id) || (askedAt !== undefined && !isOver(askedAt))) return keys.get(id) ?? null;
      // What is under way may have begun before the key was enrolled.
      await asking;
      if (!keys.has(id)) await askOnce();
      const key = keys.get(id) ?? null;
      if (!key) unknown.set(id, performance.now());
      return key;
    },
  };
}

function isOver(askedAt: number): boolean {
  return performance.now() - askedAt >= PAUSE;
}
