import { HubError } from "@talanoa/platform/errors.ts";
import { append, edgeRoot, emptyEdge } from "@talanoa/tlog/tree/edge.ts";
import { encodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { leafHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { TILE_WIDTH, tileAt } from "@talanoa/tlog/tree/tile.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { provenLeaves } from "./proved-tiles.ts";
import type { TileSource } from "./tile-source.ts";
import { verifyTree } from "./verify-tree.ts";

interface MadeLog extends TileSource {
  readonly head: TreeHead;
  readonly files: Map<string, Uint8Array>;
}

/** The files of a log of so many small entries. */
function madeLog(size: number): MadeLog {
  const entries = Array.from({ length: size }, (_, i) => Buffer.from(`entry ${i}`));
  const { edge, tiles } = append(emptyEdge, entries.map(leafHash));
  const files = new Map(tiles.map((tile) => [tilePath(tile), tile.bytes]));
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const its = entries.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    const path = tilePath({ ...tileAt(0, index, size), level: "entries" });
    files.set(path, encodeEntries(its));
  }
  return { head: { size, root: edgeRoot(edge) }, files, get: (path) => fileOf(files, path) };
}

async function fileOf(files: ReadonlyMap<string, Uint8Array>, path: string): Promise<Uint8Array> {
  const bytes = files.get(path);
  if (!bytes) throw new HubError("not-found", path);
  return bytes;
}

/** The same log with one byte of a file changed. */
function changed({ head, files }: MadeLog, path: string): TileSource & { head: TreeHead } {
  const bytes = Buffer.from(files.get(path)!);
  bytes[bytes.length - 1]! ^= 1;
  const its = new Map(files).set(path, bytes);
  return { head, get: (asked) => fileOf(its, asked) };
}

const sizes = [1, 255, 256, 257, 5_000, 65_536, 66_000];
const logs = new Map<number, MadeLog>();
beforeAll(() => {
  for (const size of sizes) logs.set(size, madeLog(size));
});

describe.each(sizes)("a log of %d entries", (size) => {
  test("is verified from its files, and from an earlier head on", async () => {
    const log = logs.get(size)!;
    let seen = 0;
    const earlier = [logs.get(Math.min(size, 256))!.head].filter((head) => head.size <= size);
    await verifyTree(log, log.head, {
      earlier,
      seen: (index) => expect(index).toBe(seen++),
    });
    expect(seen).toBe(size);
    const forged = { size: 1, root: Buffer.alloc(32) };
    await expect(verifyTree(log, log.head, { earlier: [forged] })).rejects.toThrow("the tree: ");
  });

  test("of which a byte was changed in any file is not, and the file is named", async () => {
    const log = logs.get(size)!;
    const paths = [...log.files.keys()];
    const some = paths.filter((path, i) => i % 37 === 0 || !path.startsWith("tile/0/"));
    for (const path of some.filter((_, i) => i < 3 || i > some.length - 8)) {
      const error: unknown = await verifyTree(changed(log, path), log.head).catch((its) => its);
      expect(error).toMatchObject({ name: "NotGenuine", message: expect.stringContaining(path) });
    }
  });

  test("gives the proven hash of each leaf by its tiles, and none by a changed tile", async () => {
    const log = logs.get(size)!;
    const leaf = await provenLeaves(log, log.head);
    const asked = [0, 1, size >> 1, size - 2, size - 1].filter(
      (index) => index >= 0 && index < size,
    );
    for (const index of asked)
      expect(Buffer.from(await leaf(index))).toEqual(leafHash(Buffer.from(`entry ${index}`)));
    for (const path of log.files.keys()) {
      const [, level, index] = /^tile\/(\d+)\/(?:.*\/)?(\d{3})(?:\.p\/\d+)?$/.exec(path) ?? [];
      if (level === undefined || (level === "0" && Number(index) % 60 !== 0)) continue;
      const place = level === "0" ? Number(index) * TILE_WIDTH : 0;
      const read = async () => (await provenLeaves(changed(log, path), log.head))(place);
      await expect(read()).rejects.toMatchObject({ code: "root-mismatch" });
    }
  });
});
