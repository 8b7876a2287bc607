import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { naiveTree } from "../testing/naive-tree.ts";
import { codeOf } from "../testing/sample-keys.ts";
import { onlyThese, sampleEntries, tilesOf } from "../testing/sample-log.ts";
import { consistencyProof, consistencyTiles, verifyConsistency } from "./consistency.ts";
import { leafHash } from "./hash.ts";
import { inclusionProof, inclusionTiles, verifyInclusion } from "./inclusion.ts";

const LEAVES = 5_000;
const entries = sampleEntries(LEAVES);
const naive = naiveTree(entries);
const store = tilesOf(entries, [LEAVES]);
const head = (size: number) => ({ size, root: naive.root(size) });

const sizes = fc.integer({ min: 1, max: LEAVES });
const places = sizes.chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));
const pairs = fc.tuple(sizes, sizes).map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number]);

const sameProof = (one: readonly Uint8Array[], other: readonly Uint8Array[]) =>
  Buffer.concat(one).equals(Buffer.concat(other));

/** Every proof that differs in one bit, lacks a hash, has one twice, or has two exchanged. */
function changed(proof: readonly Uint8Array[]): Uint8Array[][] {
  return proof.flatMap((hash, i) => {
    const flipped = Array.from({ length: hash.length * 8 }, (_, bit) => {
      const other = Buffer.from(hash);
      other[bit >> 3]! ^= 1 << (bit & 7);
      return proof.with(i, other);
    });
    const next = proof[i + 1];
    const exchanged = next ? [proof.with(i, next).with(i + 1, hash)] : [];
    return [...flipped, ...exchanged, proof.toSpliced(i, 1), proof.toSpliced(i, 0, hash)];
  });
}

describe("an inclusion proof", () => {
  test("in every prefix of a tree is that of RFC 6962, from the tiles that are listed", () => {
    const wrong: number[] = [];
    for (let size = 1; size <= LEAVES; size++) {
      const index = Math.floor(((size * 0.618) % 1) * size);
      const get = onlyThese(inclusionTiles(index, size), store);
      const proof = inclusionProof(index, size, get);
      verifyInclusion(leafHash(entries[index]!), index, head(size), proof);
      if (!sameProof(proof, naive.path(index, size))) wrong.push(size);
    }
    expect(wrong).toEqual([]);
  });

  test("holds for its own leaf and index alone", () => {
    const other = fc.nat(LEAVES - 1);
    fc.assert(
      fc.property(places, other, ([index, size], other) => {
        const get = onlyThese(inclusionTiles(index, size), store);
        const proof = inclusionProof(index, size, get);
        expect(proof).toEqual(naive.path(index, size));
        verifyInclusion(leafHash(entries[index]!), index, head(size), proof);
        fc.pre(other !== index);
        const leaf = leafHash(entries[other]!);
        expect(codeOf(() => verifyInclusion(leaf, index, head(size), proof))).toBe("root-mismatch");
        const own = leafHash(entries[index]!);
        const moved = codeOf(() => verifyInclusion(own, other, head(size), proof));
        expect(moved).toBe(other < size ? "root-mismatch" : "out-of-range");
      }),
      { numRuns: 300 },
    );
  });

  test("that is changed in any way is refused", () => {
    fc.assert(
      fc.property(places, ([index, size]) => {
        const leaf = leafHash(entries[index]!);
        const proof = naive.path(index, size);
        for (const other of [...changed(proof), [...proof, leaf]]) {
          const code = codeOf(() => verifyInclusion(leaf, index, head(size), other));
          expect(code).toBe("root-mismatch");
        }
      }),
      { numRuns: 15 },
    );
  });

  test("of sizes and hashes that cannot be is refused", () => {
    const leaf = leafHash(entries[0]!);
    const { root } = head(1);
    for (const [index, size] of [
      [1, 1],
      [0, 0],
      [-1, 1],
      [0, 2 ** 53],
      [0.5, 1],
      [Number.NaN, 1],
    ]) {
      const code = codeOf(() => verifyInclusion(leaf, index!, { size: size!, root }, []));
      expect(code).toBe("out-of-range");
      expect(codeOf(() => inclusionTiles(index!, size!))).toBe("out-of-range");
    }
    const short = leaf.subarray(1);
    expect(codeOf(() => verifyInclusion(short, 0, { size: 1, root }, []))).toBe("malformed");
    expect(codeOf(() => verifyInclusion(leaf, 0, { size: 1, root: short }, []))).toBe("malformed");
    expect(codeOf(() => verifyInclusion(leaf, 0, { size: 2, root }, [short]))).toBe("malformed");
    // The last leaf of the largest tree: nothing is lost to rounding, nor runs forever.
    const size = Number.MAX_SAFE_INTEGER;
    const proof = Array.from({ length: 53 }, () => leaf);
    expect(codeOf(() => verifyInclusion(leaf, 0, { size, root }, proof))).toBe("root-mismatch");
    expect(inclusionTiles(size - 1, size)).toHaveLength(7);
  });
});

describe("a consistency proof", () => {
  test("from every prefix of a tree is that of RFC 6962, from the tiles that are listed", () => {
    const wrong: number[] = [];
    for (let from = 1; from <= LEAVES; from++) {
      const get = onlyThese(consistencyTiles(from, LEAVES), store);
      const proof = consistencyProof(from, LEAVES, get);
      verifyConsistency(head(from), head(LEAVES), proof);
      if (!sameProof(proof, naive.proof(from, LEAVES))) wrong.push(from);
    }
    expect(wrong).toEqual([]);
    expect(consistencyProof(0, LEAVES, store.get)).toEqual([]);
    expect(consistencyTiles(0, LEAVES)).toEqual([]);
  });

  test("holds between its own trees alone", () => {
    fc.assert(
      fc.property(pairs, sizes, ([from, to], other) => {
        const proof = consistencyProof(from, to, onlyThese(consistencyTiles(from, to), store));
        expect(proof).toEqual(naive.proof(from, to));
        verifyConsistency(head(from), head(to), proof);
        const wrong = head(other).root;
        const older = () => verifyConsistency({ size: from, root: wrong }, head(to), proof);
        if (other !== from) expect(codeOf(older)).toBe("root-mismatch");
        const newer = () => verifyConsistency(head(from), { size: to, root: wrong }, proof);
        if (other !== to) expect(codeOf(newer)).toBe("root-mismatch");
      }),
      { numRuns: 300 },
    );
  });

  test("that is changed in any way is refused", () => {
    fc.assert(
      fc.property(pairs, ([from, to]) => {
        const proof = naive.proof(from, to);
        for (const other of [...changed(proof), [...proof, head(to).root]]) {
          const code = codeOf(() => verifyConsistency(head(from), head(to), other));
          expect(code).toBe("root-mismatch");
        }
      }),
      { numRuns: 15 },
    );
  });

  test("from nothing, or to a smaller tree, is refused", () => {
    expect(codeOf(() => verifyConsistency(head(0), head(1), []))).toBe("out-of-range");
    expect(codeOf(() => verifyConsistency(head(2), head(1), []))).toBe("out-of-range");
    expect(codeOf(() => consistencyTiles(2, 1))).toBe("out-of-range");
    expect(codeOf(() => consistencyTiles(1, 2 ** 53))).toBe("out-of-range");
    expect(codeOf(() => consistencyProof(1, 2, () => undefined))).toBe("missing-tile");
    expect(codeOf(() => consistencyProof(1, 3, () => Buffer.alloc(64)))).toBe("missing-tile");
    expect(codeOf(() => consistencyProof(1, 3, () => Buffer.alloc(95)))).toBe("malformed");
  });
});
