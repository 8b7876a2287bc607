import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveTree } from "../testing/naive-tree.ts";
import { codeOf } from "../testing/sample-keys.ts";
import { onlyThese, sampleEntries, tilesOf } from "../testing/sample-log.ts";
import { append, edgeFromTiles, edgeRoot, edgeTiles, emptyEdge } from "./edge.ts";
import { emptyRoot, leafHash, sameHash } from "./hash.ts";
import { verifyEntries } from "./verify-entries.ts";

const LEAVES = 5_000;
const entries = sampleEntries(LEAVES);
const leaves = entries.map(leafHash);
const naive = naiveTree(entries);
const store = tilesOf(entries, [LEAVES]);
const head = (size: number) => ({ size, root: naive.root(size) });

// Batches that add up to all leaves: as they come, then the rest.
const batches = fc
  .array(fc.oneof(fc.nat(3), fc.nat(300), fc.constantFrom(255, 256, 257, 1_000)), { maxLength: 40 })
  .map((sizes) => [...sizes, LEAVES]);

test("every prefix of a tree has the root of RFC 6962, leaf by leaf and from tiles", () => {
  expect(edgeRoot(emptyEdge)).toEqual(naive.root(0));
  expect(emptyRoot()).toEqual(naive.root(0));
  let edge = emptyEdge;
  for (let size = 1; size <= LEAVES; size++) {
    edge = append(edge, leaves.slice(size - 1, size)).edge;
    const again = edgeFromTiles(size, onlyThese(edgeTiles(size), store));
    if (!sameHash(edgeRoot(again), naive.root(size))) expect.fail(`${size} leaves, from tiles`);
    if (!sameHash(edgeRoot(edge), naive.root(size))) expect.fail(`${size} leaves, leaf by leaf`);
  }
});

test("tiles written in batches are those written at once", () => {
  fc.assert(
    fc.property(batches, (batches) => {
      const { tiles, edge } = tilesOf(entries, batches);
      expect(edge.size).toBe(LEAVES);
      expect([...tiles.keys()].sort()).toEqual([...store.tiles.keys()].sort());
      const differs = [...tiles].filter(([place, bytes]) => {
        return Buffer.compare(bytes, store.tiles.get(place)!) !== 0;
      });
      expect(differs).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("an append gives the tiles that the specification's example has, each with its width", () => {
  const hashes = Array.from({ length: 70_000 }, () => leafHash(Buffer.of(1)));
  const { tiles, edge } = append(emptyEdge, hashes);
  const widths = (level: number) => tiles.filter((t) => t.level === level).map((t) => t.width);
  expect(widths(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
  expect(widths(1)).toEqual([256, 17]);
  expect(widths(2)).toEqual([1]);
  expect(edgeTiles(70_000)).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ]);
  expect(edgeTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
  expect(edgeTiles(0)).toEqual([]);
  // Only what is touched, and the edge before is as it was.
  const one = append(edge, hashes.slice(0, 1));
  expect(one.tiles.map(({ level, index, width }) => ({ level, index, width }))).toEqual([
    { level: 0, index: 273, width: 113 },
  ]);
  expect(edge.partial[0]).toHaveLength(112 * 32);
  expect(append(edge, []).edge).toEqual(edge);
});

test("a changed tile of the right edge gives another root", () => {
  const tiles = new Map(edgeTiles(LEAVES).map((tile) => [tile.level, store.get(tile)!]));
  const rootWith = (level: number, bytes: Uint8Array) =>
    edgeRoot(edgeFromTiles(LEAVES, (t) => (t.level === level ? bytes : tiles.get(t.level))));
  for (const [level, bytes] of tiles) {
    const changed = Buffer.from(bytes);
    changed[changed.length - 1]! ^= 1;
    expect(rootWith(level, bytes)).toEqual(naive.root(LEAVES));
    expect(rootWith(level, changed)).not.toEqual(naive.root(LEAVES));
  }
  expect(codeOf(() => edgeFromTiles(LEAVES, () => undefined))).toBe("missing-tile");
  expect(codeOf(() => rootWith(0, Buffer.alloc(32)))).toBe("missing-tile");
  expect(codeOf(() => rootWith(0, Buffer.alloc(33)))).toBe("malformed");
  expect(codeOf(() => rootWith(0, Buffer.alloc(257 * 32)))).toBe("malformed");
});

test("leaf hashes of other lengths and an edge that does not fit are refused", () => {
  expect(codeOf(() => append(emptyEdge, [Buffer.alloc(31)]))).toBe("malformed");
  const wrong = { size: 2, partial: [leaves[0]!] };
  expect(codeOf(() => append(wrong, leaves.slice(0, 1)))).toBe("malformed");
  const full = { size: Number.MAX_SAFE_INTEGER, partial: [] };
  expect(codeOf(() => append(full, leaves.slice(0, 1)))).toBe("out-of-range");
  expect(codeOf(() => edgeTiles(2 ** 53))).toBe("out-of-range");
});

test("a whole log is verified against its heads, and against its tiles", () => {
  const anyHeads = fc.array(fc.integer({ min: 0, max: LEAVES }), { maxLength: 20 });
  fc.assert(
    fc.property(batches, anyHeads, (batches, sizes) => {
      const heads = sizes.map(head);
      let edge = emptyEdge;
      for (const batch of batches) {
        const next = entries.slice(edge.size, edge.size + batch);
        const { tiles, edge: after } = verifyEntries(edge, next, heads);
        for (const tile of tiles) {
          expect(sameHash(tile.bytes, store.get(tile)!.subarray(0, tile.bytes.length))).toBe(true);
        }
        edge = after;
      }
      expect(edgeRoot(edge)).toEqual(naive.root(LEAVES));
    }),
    { numRuns: 20 },
  );
});

test("an entry that is changed, or a head that is another's, is found", () => {
  const heads = [300, 17, 999].map(head);
  const first = entries.slice(0, 1_000);
  expect(codeOf(() => verifyEntries(emptyEdge, first, heads))).toBeUndefined();
  for (const at of [0, 16, 17, 299, 998]) {
    const changed = first.with(at, Buffer.from("another"));
    expect(codeOf(() => verifyEntries(emptyEdge, changed, heads))).toBe("root-mismatch");
  }
  const wrong = { size: 500, root: naive.root(501) };
  expect(codeOf(() => verifyEntries(emptyEdge, first, [...heads, wrong]))).toBe("root-mismatch");
});
