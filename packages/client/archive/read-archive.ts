import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { ArchivedRecord } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { type FollowedRecord, followRecord } from "@talanoa/sharing/record/stored-record.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { edgeFromTiles, edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { decodeEntries } from "@talanoa/tlog/tree/entry-bundle.ts";
import { leafHash, sameHash } from "@talanoa/tlog/tree/hash.ts";
import { tilePath } from "@talanoa/tlog/tree/tile-path.ts";
import { TILE_WIDTH, tileAt } from "@talanoa/tlog/tree/tile.ts";
import { isMissing } from "@talanoa/platform/missing-file.ts";
import { NotGenuine } from "../genuine-receipt.ts";
import { genuinely } from "../genuinely.ts";
import { type ProvenLeaf, provenLeaves } from "../proved-tiles.ts";
import { folderTiles } from "../folder-tiles.ts";
import type { TileSource } from "../tile-source.ts";
import { type OpenedManifest, openManifest } from "./manifest.ts";
import { readRecordsFile, recordsDigest } from "./records-file.ts";

/** Files of an archive, beside the tiles and bundles of c2sp.org/tlog-tiles. */
export const MANIFEST = "archive";
export const RECORDS = "records";
export const CHECKPOINT = "checkpoint";
export const LOG_KEY = "log-key.txt";

/** A folder with a range of the log, of which the manifest and the checkpoint are verified. */
export interface Archive {
  readonly name: string;
  readonly folder: string;
  readonly manifest: OpenedManifest;
  /** SHA-256 of the manifest's file. */
  readonly digest: Buffer;
  readonly opened: OpenedCheckpoint;
}

/** A record of an archive that stands in the tree as it stands there. */
export interface VerifiedRecord extends FollowedRecord {
  readonly index: number;
  readonly stored: ArchivedRecord;
}

/** Whether a folder has an archive. */
export async function isArchive(folder: string): Promise<boolean> {
  try {
    await readFile(join(folder, MANIFEST));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Opens an archive. Throws NotGenuine that says what is wrong with it. */
export async function openArchive(folder: string, policy: Policy): Promise<Archive> {
  const source = named(folder, folderTiles(folder));
  const bytes = Buffer.from(await source.get(MANIFEST));
  const manifest = openManifest(bytes.toString(), policy);
  const note = await source.get(CHECKPOINT);
  if (sha256(note).toString("hex") !== manifest.checkpoint) throw changed(folder, CHECKPOINT);
  const opened = genuinely(`the checkpoint in ${folder}`, () => openCheckpoint(note, policy));
  if (Buffer.from(await source.get(LOG_KEY)).toString() !== keyLines(policy.keys))
    throw changed(folder, LOG_KEY);
  const { fromIndex, untilIndex } = manifest;
  const { size } = opened.checkpoint;
  const isWhole = untilIndex % TILE_WIDTH === 0 || untilIndex === size;
  if (fromIndex >= untilIndex || untilIndex > size || fromIndex % TILE_WIDTH !== 0 || !isWhole)
    throw new NotGenuine(`the archive ${folder} says that it has a range that none has`);
  return { name: basename(resolve(folder)), folder, manifest, digest: sha256(bytes), opened };
}

/**
 * Throws NotGenuine unless the file of records is the one that the archive was made with: this alone covers what
 * no entry commits to, places in the stream and times of storing.
 */
export async function checkRecordsFile(
  { folder, manifest }: Archive,
  signal?: AbortSignal,
): Promise<void> {
  const digest = await recordsDigest(join(folder, RECORDS), signal);
  if (digest !== manifest.records) throw changed(folder, RECORDS);
}

/**
 * Reads the records of an archive in their order, after `checkRecordsFile`. Each is derived again: what the tree has in
 * its place must follow from it, by the tiles of the archive up to the checkpoint's root. At the end all of the
 * archive has been verified. Throws NotGenuine that names the first file that does not fit.
 */
export async function* readArchive(
  archive: Archive,
  signal?: AbortSignal,
): AsyncGenerator<VerifiedRecord, void, void> {
  // First: who takes a record in keeps it, whatever comes after.
  await checkRecordsFile(archive, signal);
  const { folder, manifest, opened } = archive;
  const { fromIndex, untilIndex } = manifest;
  const source = named(folder, folderTiles(folder));
  const leaf = await genuinely(folder, () => provenLeaves(source, opened.checkpoint));
  const path = join(folder, RECORDS);
  const times: number[] = [];
  let entries: Uint8Array[] = [];
  let sequence = -1;
  let index = fromIndex;
  for await (const stored of readRecordsFile(path)) {
    if (index === untilIndex) throw new NotGenuine(`${path} has more records than the archive`);
    if (index % TILE_WIDTH === 0) {
      signal?.throwIfAborted();
      entries = await readBundle(source, index, opened.checkpoint.size);
    }
    const entry = entries[index % TILE_WIDTH]!;
    await checkLeaf(folder, leaf, index, entry);
    const { streamSequence, storedAt, record: bytes, places } = stored;
    const followed = followRecord({ sequence: streamSequence, storedAt, bytes, places }, entry);
    if (!followed)
      throw new NotGenuine(
        `the record of entry ${index} in ${path} is not what its entry commits to`,
      );
    if (streamSequence <= sequence)
      throw new NotGenuine(`the record of entry ${index} in ${path} is out of the stream's order`);
    sequence = streamSequence;
    if (index === fromIndex || index === untilIndex - 1) times.push(storedAt);
    yield { index, stored, ...followed };
    index += 1;
  }
  if (index < untilIndex) throw new NotGenuine(`${path} ends before entry ${index}`);
  if (times[0] !== manifest.firstAt || times.at(-1) !== manifest.lastAt)
    throw new NotGenuine(`the archive ${folder} says other times than its records`);
}

/**
 * The root of the tree of all entries up to the end of an archive, by its tiles, which are proved up to the root of its
 * checkpoint. Throws NotGenuine.
 */
export async function archivedRoot({ folder, manifest, opened }: Archive): Promise<Uint8Array> {
  const { untilIndex } = manifest;
  const { checkpoint } = opened;
  const source = named(folder, folderTiles(folder));
  const tiles = new Map<string, Uint8Array>();
  const get = async (path: string) => {
    const bytes = await source.get(path);
    tiles.set(path, bytes);
    return bytes;
  };
  return genuinely(folder, async () => {
    const leaf = await provenLeaves({ get }, checkpoint);
    // The tiles above the last entry are those at the right edge.
    await leaf(untilIndex - 1);
    const edge = edgeFromTiles(untilIndex, ({ level, index }) =>
      tiles.get(tilePath(tileAt(level, index, checkpoint.size))),
    );
    return edgeRoot(edge);
  });
}

async function readBundle(source: TileSource, index: number, size: number): Promise<Uint8Array[]> {
  const place = tileAt(0, index / TILE_WIDTH, size);
  const path = tilePath({ ...place, level: "entries" });
  const bytes = await source.get(path);
  return genuinely(path, () => decodeEntries(bytes, place.width));
}

async function checkLeaf(
  folder: string,
  leaf: ProvenLeaf,
  index: number,
  entry: Uint8Array,
): Promise<void> {
  const expected = await genuinely(folder, () => leaf(index));
  if (!sameHash(leafHash(entry), expected))
    throw new NotGenuine(`entry ${index} in ${folder} is not what its tree has there`);
}

/** The log's verifier keys as an archive and an export have them. */
export function keyLines(keys: Policy["keys"]): string {
  return keys.map((key) => `${formatVerifierKey(key)}\n`).join("");
}

/** Files of an archive, of which a missing one means that it is not whole. */
function named(folder: string, source: TileSource): TileSource {
  return {
    get: (path) =>
      source.get(path).catch((error: unknown) => {
        if (!(error instanceof HubError) || error.code !== "not-found") throw error;
        throw new NotGenuine(`${folder} is no archive of the log, or not whole: it has no ${path}`);
      }),
  };
}

function changed(folder: string, file: string): NotGenuine {
  return new NotGenuine(`${join(folder, file)} is not the file that the archive was made with`);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
