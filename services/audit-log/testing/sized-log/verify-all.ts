import { edgeRoot, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { sameHash } from "@talanoa/tlog/tree/hash.ts";
import { inclusionProof, inclusionTiles, verifyInclusion } from "@talanoa/tlog/tree/inclusion.ts";
import { verifyEntries } from "@talanoa/tlog/tree/verify-entries.ts";
import type { Pool } from "pg";
import { readState } from "../../tables/log-state.ts";
import { readTiles } from "../../tables/tiles.ts";
import { chance } from "./exchange-records.ts";

const AT_ONCE = 4_096;

/** Milliseconds that the verification of each of some inclusion proofs took. */
export async function timeProofs(pool: Pool, tries: number): Promise<number[]> {
  const { size, root } = await readState(pool);
  const times: number[] = [];
  for (let i = 0; i < tries; i++) {
    const index = Math.floor(chance(i) * size);
    const getTile = await readTiles(pool, inclusionTiles(index, size));
    const { rows } = await pool.query<{ leaf_hash: Buffer }>(
      "select leaf_hash from entries where index = $1",
      [index],
    );
    const proof = inclusionProof(index, size, getTile);
    const started = performance.now();
    verifyInclusion(rows[0]!.leaf_hash, index, { size, root }, proof);
    times.push(performance.now() - started);
  }
  return times;
}

/** Entries a second, of all: hashed alone, and with reading them from the database. */
export async function verifyAll(pool: Pool): Promise<{ hashed: number; whole: number }> {
  const { size, root } = await readState(pool);
  let edge = emptyEdge;
  let hashing = 0;
  const started = performance.now();
  for (let from = 0; from < size; from += AT_ONCE) {
    const { rows } = await pool.query<{ entry: Buffer }>({
      name: "verify-all",
      text: "select entry from entries where index >= $1 and index < $2 order by index",
      values: [from, Math.min(size, from + AT_ONCE)],
    });
    const entries = rows.map(({ entry }) => entry);
    const before = performance.now();
    ({ edge } = verifyEntries(edge, entries, []));
    hashing += performance.now() - before;
  }
  const all = performance.now() - started;
  if (edge.size !== size || !sameHash(edgeRoot(edge), root)) {
    throw new Error("the entries do not give the root of the log");
  }
  return { hashed: (size / hashing) * 1_000, whole: (size / all) * 1_000 };
}
