import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOf } from "../testing/sample-keys.ts";
import { parseTilePath, tilePath } from "./tile-path.ts";

const index = fc.oneof(fc.nat(2_000), fc.maxSafeNat());
const width = fc.integer({ min: 1, max: 256 });
const level = fc.oneof(fc.constant("entries" as const), fc.nat(63));

test("a path is written as the specification has it", () => {
  const at = (index: number, width = 256) => ({ level: 0, index, width });
  expect(tilePath(at(0))).toBe("tile/0/000");
  expect(tilePath(at(999))).toBe("tile/0/999");
  expect(tilePath(at(1_000))).toBe("tile/0/x001/000");
  expect(tilePath(at(1_234_067))).toBe("tile/0/x001/x234/067");
  expect(tilePath(at(273, 112))).toBe("tile/0/273.p/112");
  const bundle = { level: "entries", index: 1_234_067, width: 8 } as const;
  expect(tilePath(bundle)).toBe("tile/entries/x001/x234/067.p/8");
});

test("a path gives back what it was made of", () => {
  fc.assert(
    fc.property(level, index, width, (level, index, width) => {
      const tile = level === "entries" ? { level, index, width } : { level, index, width };
      expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }),
  );
});

test("a path that is not exactly right is refused", () => {
  const wrong = [
    "",
    "/tile/0/000",
    "tile/0/000/",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/data/000",
    "tile/0/0",
    "tile/0/00",
    "tile/0/0000",
    "tile/0/1",
    "tile/0/x000/001",
    "tile/0/001/001",
    "tile/0/x001",
    "tile/0/x001/x001",
    "tile/0/X001/001",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000.p",
    "tile/0/000.p/1.p/1",
    "tile/0/000\n",
    "tile/0/x009/x007/x199/x254/x740/992",
    "tile/0/x999/x999/x999/x999/x999/x999/999",
  ];
  expect(wrong.filter((path) => codeOf(() => parseTilePath(path)) === undefined)).toEqual([]);
});

test("a tile that cannot be has no path", () => {
  const wrong = [
    { level: 64, index: 0, width: 1 },
    { level: -1, index: 0, width: 1 },
    { level: 0, index: -1, width: 1 },
    { level: 0, index: 2 ** 53, width: 1 },
    { level: 0, index: 0, width: 0 },
    { level: 0, index: 0, width: 257 },
    { level: 0, index: 0, width: 1.5 },
  ];
  for (const tile of wrong) expect(codeOf(() => tilePath(tile))).toBe("out-of-range");
});
