import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { checkRoot, leafHash } from "@talanoa/tlog/tree/hash.ts";
import { TILE_WIDTH } from "@talanoa/tlog/tree/tile.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { continuing } from "./continuing.ts";
import type { CallOptions, Hub } from "./hub.ts";
import type { LogEntry } from "./log.ts";
import { type EntryProof, proveRows, verifyRow } from "./log-proof.ts";
import { type ProvenLeaf, provenLeaves } from "./proved-tiles.ts";
import { httpTiles } from "#http-tiles";
import { signedTiles } from "./signed-tiles.ts";
import { sleep } from "./sleep.ts";

/** What was proved, and in which checkpoint: the first that reached it, and that continues those before. */
export interface Proved {
  readonly entries: readonly LogEntry[];
  readonly proofs: readonly EntryProof[];
  readonly opened: OpenedCheckpoint;
}

/** How to call, and from where on to prove. */
export interface ProvingOptions extends CallOptions {
  /** What was known of the log before, which the first checkpoint must continue. */
  readonly since?: readonly OpenedCheckpoint[] | undefined;
}

/** Rows of one call. */
const AT_ONCE = 1_000;
/** Entries for which a tile is fetched: 8 KB, and a proof has about 0.6. */
const WORTH_A_TILE = 16;
/** Milliseconds in which a checkpoint must reach an entry that was shown: one comes each second. */
const REACHED_WITHIN = 30_000;

/**
 * Proves entries as they come, a thousand at a time: that each stands in the log of a checkpoint as it was
 * shown, and that each checkpoint continues the one before. Throws as `proveRows` does, LogForked
 * and LogBehind, and `unavailable` when no checkpoint reaches an entry in half a minute.
 */
export async function* proveInTurn(
  hub: Hub,
  policy: Policy,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  options: ProvingOptions = {},
): AsyncGenerator<Proved, void, void> {
  let last: OpenedCheckpoint | undefined;
  for await (const batch of inBatches(entries)) {
    const until = Math.max(...batch.map(({ index }) => index)) + 1;
    if (!last || last.checkpoint.size < until) {
      last = await checkpointOf(hub, policy, until, last ? { ...options, since: [last] } : options);
    }
    const rows = batch.map(({ row }) => row);
    const { proofs } = await proveRows(hub, policy, rows, { ...options, within: last });
    yield { entries: batch, proofs, opened: last };
  }
}

/**
 * The same without the proofs: where many entries stand close together, by the tree's tiles over HTTP,
 * which is quicker for both sides. Gives the checkpoint in which each batch was proved.
 */
export async function* confirmInTurn(
  hub: Hub,
  policy: Policy,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  options: ProvingOptions = {},
): AsyncGenerator<Omit<Proved, "proofs">, void, void> {
  const { tiles, tls } = hub.identity.hub;
  const source = tiles === undefined ? null : httpTiles(tiles, tls, options.signal);
  let last: OpenedCheckpoint | undefined;
  let leaf: ProvenLeaf | null = null;
  for await (const batch of inBatches(entries)) {
    const until = Math.max(...batch.map(({ index }) => index)) + 1;
    if (!last || last.checkpoint.size < until) {
      last = await checkpointOf(hub, policy, until, last ? { ...options, since: [last] } : options);
      leaf = null;
    }
    if (source && isDense(batch)) {
      const { checkpoint } = last;
      leaf ??= await provenLeaves(signedTiles(source, policy, checkpoint), checkpoint);
      for (const { row } of batch) {
        verifyRow(row);
        const message = `entry ${row.index} was shown, and the tree has another there`;
        checkRoot(leafHash(row.entry), await leaf(row.index), message);
      }
    } else {
      const rows = batch.map(({ row }) => row);
      await proveRows(hub, policy, rows, { ...options, within: last });
    }
    yield { entries: batch, opened: last };
  }
}

/**
 * Confirms entries in a log that continues the one in which others were proved, when any were; gives the last checkpoint
 * of all.
 */
export async function confirmAfter(
  hub: Hub,
  policy: Policy,
  entries: readonly LogEntry[],
  before: OpenedCheckpoint | null,
  options: ProvingOptions = {},
): Promise<OpenedCheckpoint | null> {
  let last = before;
  const since = before ? [before] : options.since;
  for await (const { opened } of confirmInTurn(hub, policy, entries, { ...options, since }))
    last = opened;
  return last;
}

/** Whether a tile for 256 entries is less than a proof for each of those that are here. */
function isDense(batch: readonly LogEntry[]): boolean {
  const tiles = new Set(batch.map(({ index }) => Math.floor(index / TILE_WIDTH)));
  return batch.length >= WORTH_A_TILE * tiles.size;
}

/** The first checkpoint of at least this size that is shown. Throws as `continuing` does, and `unavailable`. */
export async function checkpointOf(
  hub: Hub,
  policy: Policy,
  size: number,
  { since = [], ...options }: ProvingOptions = {},
): Promise<OpenedCheckpoint> {
  const end = performance.now() + REACHED_WITHIN;
  for (;;) {
    const opened = await continuing(hub, policy, since, options);
    if (opened.checkpoint.size >= size) return opened;
    if (performance.now() > end) {
      throw new HubError("unavailable", `no checkpoint reaches entry ${size - 1} that was shown`);
    }
    await sleep(250, options.signal);
  }
}

async function* inBatches(
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
): AsyncGenerator<LogEntry[], void, void> {
  let batch: LogEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
