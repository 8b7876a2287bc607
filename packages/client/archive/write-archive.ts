import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ArchivedRecord } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import { edgeTiles } from "@talanoa/tlog/tree/edge.ts";
import { encodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import {
  type GetTile,
  hashesAt,
  readTile,
  type Tile,
  TILE_WIDTH,
  tileAt,
} from "@talanoa/tlog/tree/tile.ts";
import { makeFolder, syncFolder, syncTree } from "@talanoa/platform/durable-file.ts";
import { AT_ONCE } from "../tile-source.ts";
import { formatManifest } from "./manifest.ts";
import { CHECKPOINT, keyLines, LOG_KEY, MANIFEST, RECORDS } from "./read-archive.ts";
import { type Digest, recordBytes } from "./records-file.ts";

/** A record on its way into an archive. */
export interface RecordToArchive extends Init<ArchivedRecord> {
  /** When the stream took it in, Unix ms. */
  readonly storedAt: number;
  /** What the tree has in its place. */
  readonly entry: Uint8Array;
}

/** What an archive is made of. */
export interface ArchiveSource {
  /** Whole tiles, or up to the end of the checkpoint's tree: from inclusive, until exclusive. */
  readonly fromIndex: number;
  readonly untilIndex: number;
  readonly opened: OpenedCheckpoint;
  /** Signs the manifest. */
  readonly signer: Signer;
  /** The records of the range, in their order. */
  readonly records: AsyncIterable<RecordToArchive>;
  readonly readTiles: (tiles: readonly Tile[]) => Promise<GetTile>;
}

/** Tiles that are asked for together. */
const TILES = 256;
/** Behind the name of an archive that is being written, until it is whole. */
export const DRAFT = ".partial";

/**
 * Writes an archive: a folder that is there whole or not at all, on disk when this returns. It is to be read
 * again and verified. What an interrupted attempt left is written anew. Throws as its source does.
 */
export async function writeArchive(folder: string, source: ArchiveSource): Promise<void> {
  const { fromIndex, untilIndex, opened, signer } = source;
  await makeFolder(dirname(folder));
  const draft = `${folder}${DRAFT}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const write = (path: string, content: FileContent) => writeSynced(join(draft, path), content);

  const digest: Digest = { sha256: "" };
  const times = { firstAt: 0, lastAt: 0 };
  await write(RECORDS, recordBytes(withBundles(source, times, write), digest));
  await writeTiles(source, write);
  const note = formatNote(opened.note);
  await write(CHECKPOINT, Buffer.from(note));
  await write(LOG_KEY, Buffer.from(keyLines([signer.key])));
  const text = formatManifest({
    origin: signer.key.name,
    fromIndex,
    untilIndex,
    ...times,
    checkpoint: createHash("sha256").update(note).digest("hex"),
    records: digest.sha256,
  });
  const manifest = formatNote({ text, signatures: [signText(text, signer)] });
  await write(MANIFEST, Buffer.from(manifest));
  await syncTree(draft);
  await rename(draft, folder);
  // The commit point: from now on the archive is there.
  await syncFolder(dirname(folder));
}

type FileContent = Uint8Array | AsyncIterable<Uint8Array>;
type Write = (path: string, content: FileContent) => Promise<void>;

/** The records as they come, while their entries are written bundle by bundle. */
async function* withBundles(
  { records, untilIndex, fromIndex }: ArchiveSource,
  times: { firstAt: number; lastAt: number },
  write: Write,
): AsyncGenerator<RecordToArchive, void, void> {
  let index = fromIndex;
  let entries: Uint8Array[] = [];
  let writing: Promise<void>[] = [];
  for await (const record of records) {
    if (index === fromIndex) times.firstAt = record.storedAt;
    times.lastAt = record.storedAt;
    entries.push(record.entry);
    index += 1;
    if (entries.length === TILE_WIDTH || index === untilIndex) {
      const place = Math.ceil(index / TILE_WIDTH) - 1;
      const path = tilePath({ level: "entries", index: place, width: entries.length });
      const written = write(path, encodeEntries(entries));
      // Its failure is told when it is waited for.
      written.catch(() => {});
      writing.push(written);
      entries = [];
    }
    if (writing.length === AT_ONCE) {
      await Promise.all(writing);
      writing = [];
    }
    yield record;
  }
  await Promise.all(writing);
}

/** The tiles that lead from the entries of the range to the root of the checkpoint. */
async function writeTiles(
  { fromIndex, untilIndex, opened, readTiles }: ArchiveSource,
  write: Write,
): Promise<void> {
  const tiles = provingTiles(fromIndex, untilIndex, opened.checkpoint.size);
  for (let at = 0; at < tiles.length; at += TILES) {
    const some = tiles.slice(at, at + TILES);
    const getTile = await readTiles(some);
    const left = some.values();
    const copy = async (): Promise<void> => {
      for (const tile of left) await write(tilePath(tile), readTile(getTile, tile));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, copy));
  }
}

function provingTiles(fromIndex: number, untilIndex: number, size: number): Tile[] {
  const tiles = edgeTiles(size);
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const leaves = TILE_WIDTH ** (level + 1);
    for (let index = Math.floor(fromIndex / leaves); index * leaves < untilIndex; index++) {
      const tile = tileAt(level, index, size);
      // Those that are not full are the edge.
      if (tile.width === TILE_WIDTH) tiles.push(tile);
    }
  }
  return tiles;
}

async function writeSynced(path: string, content: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
