import { setTimeout as sleep } from "node:timers/promises";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import {
  consistencyProof,
  consistencyTiles,
  verifyConsistency,
} from "@talanoa/tlog/tree/consistency.ts";
import { type Edge, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { decodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import type { TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { type Tile, tileAt } from "@talanoa/tlog/tree/tile.ts";
import { verifyEntries } from "@talanoa/tlog/tree/verify-entries.ts";

/** All checkpoints that a log showed, as a witness would see it. */
export interface Collected extends AsyncDisposable {
  readonly key: VerifierKey;
  readonly last: TreeHead | null;
  /** What was not as a log must be: a checkpoint that does not continue one before. */
  readonly troubles: readonly unknown[];
  /** Reads all entries over HTTP and compares them with every checkpoint; gives how many there are. */
  verifyAll(): Promise<number>;
}

/**
 * Asks a log over HTTP for its checkpoint all the time, and verifies that each continues the one before. While
 * the log does not answer it asks again.
 */
export function collectCheckpoints(url: string, key: VerifierKey): Collected {
  const heads: TreeHead[] = [];
  const troubles: unknown[] = [];
  const stop = new AbortController();
  const policy = { origin: key.name, keys: [key], witnesses: [], quorum: 0 };

  async function get(path: string): Promise<Buffer | null> {
    try {
      const answer = await fetch(new URL(path, url));
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  /** Again and again, until it is there: the log may be down. */
  async function must(path: string): Promise<Buffer> {
    for (;;) {
      const bytes = await get(path);
      if (bytes) return bytes;
      stop.signal.throwIfAborted();
      await sleep(50);
    }
  }

  async function proofOf(from: number, to: number): Promise<Uint8Array[]> {
    const tiles = new Map<string, Buffer>();
    for (const tile of consistencyTiles(from, to))
      tiles.set(tilePath(tile), await must(tilePath(tile)));
    return consistencyProof(from, to, (tile: Tile) => tiles.get(tilePath(tile)));
  }

  async function look(): Promise<void> {
    const note = await get("checkpoint");
    if (!note) return;
    const { checkpoint } = openCheckpoint(note, policy);
    const before = heads.at(-1);
    if (before) {
      const proof = await proofOf(before.size, checkpoint.size);
      verifyConsistency(before, checkpoint, proof);
    }
    if (checkpoint.size !== before?.size) heads.push(checkpoint);
  }

  const looking = (async () => {
    while (!stop.signal.aborted) {
      await look().catch((error: unknown) => {
        if (!stop.signal.aborted) troubles.push(error);
      });
      await sleep(100);
    }
  })();
  return {
    key,
    troubles,
    get last() {
      return heads.at(-1) ?? null;
    },
    async verifyAll() {
      const { size } = heads.at(-1)!;
      let edge: Edge = emptyEdge;
      for (let index = 0; index * 256 < size; index++) {
        const { width } = tileAt(0, index, size);
        const bundle = await must(tilePath({ level: "entries", index, width }));
        edge = verifyEntries(edge, decodeEntries(bundle, width), heads).edge;
      }
      if (troubles.length > 0)
        throw new AggregateError(troubles, "a checkpoint was not as it must be");
      return size;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looking;
    },
  };
}
