import { mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openKeyFiles } from "./key-files.ts";
import { open, seal } from "@talanoa/platform/sealed.ts";
import { slotOf } from "./slots.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31, 23, 30);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-keys-"));
});
afterEach(() => rm(folder, { recursive: true }));

const notOpened = /unable to authenticate data|not a sealed box/;

describe("a sealed box", () => {
  test("opens under its key and label alone, and only as it was sealed", () => {
    const key = randomBytes(32);
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), fc.nat(), (bytes, label, place) => {
        const sealed = seal(key, label, bytes);
        expect(open(key, label, sealed)).toEqual(Buffer.from(bytes));
        expect(() => open(key, `${label}.`, sealed)).toThrow(notOpened);
        expect(() => open(randomBytes(32), label, sealed)).toThrow(notOpened);
        const changed = Buffer.from(sealed);
        changed[place % sealed.length]! ^= 1;
        expect(() => open(key, label, changed)).toThrow(notOpened);
        expect(() => open(key, label, sealed.subarray(0, place % sealed.length))).toThrow(
          notOpened,
        );
      }),
    );
  });

  test("never is the same twice", () => {
    const key = randomBytes(32);
    const boxes = Array.from({ length: 100 }, () =>
      seal(key, "l", Buffer.from("x")).toString("hex"),
    );
    expect(new Set(boxes).size).toBe(100);
  });
});

describe("keys", () => {
  test("are one a slot, for its owner alone to read, and the same after a restart", async () => {
    const keys = await openKeyFiles(folder);
    const made = await Promise.all(
      Array.from({ length: 8 }, () => keys.sealing("FJ", "held", NOW)),
    );
    expect(new Set(made.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
    expect(made[0]?.slot).toBe("2026-01-31T23");
    const later = await keys.sealing("FJ", "held", NOW + HOUR);
    expect(later.slot).toBe("2026-02-01T00");
    expect(later.bytes).not.toEqual(made[0]?.bytes);
    const [file] = await readdir(join(folder, "FJ", "held"));
    expect((await stat(join(folder, "FJ", "held", file!))).mode & 0o777).toBe(0o600);
    const again = await openKeyFiles(folder);
    expect(await again.opening("FJ", "held", "2026-01-31T23")).toEqual(Buffer.from(made[0]!.bytes));
    expect(await again.opening("TO", "held", "2026-01-31T23")).toBeNull();
  });

  test("are destroyed before a slot, of all participants, and no others", async () => {
    const keys = await openKeyFiles(folder);
    for (const participant of ["FJ", "TO"]) {
      await keys.sealing(participant, "held", NOW - 2 * HOUR);
      await keys.sealing(participant, "held", NOW);
      await keys.sealing(participant, "trip", NOW - 48 * HOUR);
    }
    expect(await keys.destroyBefore("held", slotOf("held", NOW))).toBe(2);
    expect(await keys.opening("FJ", "held", slotOf("held", NOW - 2 * HOUR))).toBeNull();
    expect(await keys.opening("TO", "held", slotOf("held", NOW))).not.toBeNull();
    expect(await keys.opening("TO", "trip", slotOf("trip", NOW - 48 * HOUR))).not.toBeNull();
    expect(await keys.destroyBefore("held", slotOf("held", NOW))).toBe(0);
  });

  test("that are being destroyed open nothing from then on, and come back to no memory", async () => {
    const keys = await openKeyFiles(folder);
    const { slot } = await keys.sealing("FJ", "held", NOW);
    const destroying = keys.destroyBefore("held", slotOf("held", NOW + HOUR));
    for (let i = 0; i < 50; i++) {
      await keys.opening("FJ", "held", slot);
      await new Promise(setImmediate);
    }
    expect(await destroying).toBe(1);
    expect(await keys.opening("FJ", "held", slot)).toBeNull();
    expect(await readdir(join(folder, "FJ", "held"))).toEqual([]);
  });

  test("whose destruction a crash interrupted are gone after it, and nothing is in the way", async () => {
    const keys = await openKeyFiles(folder);
    const begun = await keys.newOfList("FJ");
    const zeroed = await keys.newOfList("FJ");
    const kept = await keys.newOfList("FJ");
    const lists = join(folder, "FJ", "watchlist");
    await rename(join(lists, `${begun.slot}.key`), join(lists, `.${begun.slot}.key.ending`));
    await writeFile(join(lists, `${zeroed.slot}.key`), Buffer.alloc(32));
    const again = await openKeyFiles(folder);
    expect(await again.opening("FJ", "watchlist", begun.slot)).toBeNull();
    expect(await again.opening("FJ", "watchlist", zeroed.slot)).toBeNull();
    expect(await again.opening("FJ", "watchlist", kept.slot)).toEqual(Buffer.from(kept.bytes));
    await again.destroyListsBut("FJ", new Set([kept.slot]));
    expect(await readdir(lists)).toEqual([`${kept.slot}.key`]);
  });

  test("are one a slot also when it was looked up in vain by many at once", async () => {
    const keys = await openKeyFiles(folder);
    const slot = slotOf("held", NOW);
    const made = await Promise.all(
      Array.from({ length: 6 }, async () => {
        void keys.opening("FJ", "held", slot);
        return keys.sealing("FJ", "held", NOW);
      }),
    );
    const found = await keys.opening("FJ", "held", slot);
    expect(made.map(({ bytes }) => bytes)).toEqual(made.map(() => found));
  });

  test("of lists go when no list has them", async () => {
    const keys = await openKeyFiles(folder);
    const [kept, gone] = [await keys.newOfList("FJ"), await keys.newOfList("FJ")];
    const other = await keys.newOfList("TO");
    await keys.destroyListsBut("FJ", new Set([kept.slot]));
    expect(await keys.opening("FJ", "watchlist", kept.slot)).toEqual(kept.bytes);
    expect(await keys.opening("FJ", "watchlist", gone.slot)).toBeNull();
    expect(await keys.opening("TO", "watchlist", other.slot)).toEqual(other.bytes);
  });
});

test("a slot is due once it is before that of a lifetime ago, and slots sort by their time", () => {
  const times = fc.integer({ min: 0, max: Date.UTC(2199, 0) });
  fc.assert(
    fc.property(
      times,
      times,
      fc.constantFrom("held", "flag", "trip", "trip-link"),
      (a, b, purpose) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        expect(slotOf(purpose, early) <= slotOf(purpose, late)).toBe(true);
      },
    ),
  );
});
