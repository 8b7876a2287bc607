import { setTimeout as sleep } from "node:timers/promises";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import type { Published } from "./published.ts";
import { readEdge } from "../tables/tiles.ts";

/** A checkpoint as it is shown. */
export interface Checkpoint {
  readonly size: number;
  /** A signed note (c2sp.org/tlog-checkpoint). */
  readonly note: string;
  /** When the log published a checkpoint of this size, Unix ms: whoever cosigned it, and whenever. */
  readonly publishedAt: number;
}

/** Signed by the log alone, or cosigned by enough witnesses as well. */
export type CheckpointKind = "signed" | "cosigned";

export interface PublishOptions {
  readonly pool: Pool;
  readonly signer: Signer;
  readonly published: Published;
  readonly log: Logger;
}

/** Milliseconds between two checkpoints, on the second: nothing finer is told of how busy the hub is. */
const EVERY = 1_000;

/** The checkpoints that stand, by their kind; a kind is absent while there is none. */
export type Checkpoints = { readonly [Kind in CheckpointKind]?: Checkpoint };

export async function readCheckpoints(pool: Pick<Pool, "query">): Promise<Checkpoints> {
  const { rows } = await pool.query<Checkpoint & { kind: CheckpointKind }>({
    name: "read-checkpoints",
    text: `select kind, size, note, published_at as "publishedAt" from checkpoints`,
  });
  return Object.fromEntries(rows.map(({ kind, ...checkpoint }) => [kind, checkpoint]));
}

/** Milliseconds after which a cosigned checkpoint is shown only while the log has no newer one. */
const COSIGNED_FOR = 15_000;

/**
 * The checkpoint that readers are given at a time (Unix ms): a cosigned one while the witnesses keep up. A smaller
 * one than was shown before comes in these seconds alone.
 */
export function shownOf({ signed, cosigned }: Checkpoints, now: number): Checkpoint | undefined {
  if (!signed || !cosigned) return signed;
  if (cosigned.size >= signed.size) return cosigned;
  // Clocks of two hosts may differ either way.
  return Math.abs(now - cosigned.publishedAt) <= COSIGNED_FOR ? cosigned : signed;
}

/** Stores a checkpoint for all to see, unless a larger one stands. */
export async function storeCheckpoint(
  pool: Pool,
  kind: CheckpointKind,
  { size, note, publishedAt }: Checkpoint,
): Promise<void> {
  await pool.query({
    name: "store-checkpoint",
    text: `
      insert into checkpoints as its (kind, size, note, published_at) values ($1, $2, $3, $4)
      on conflict (kind) do update
      set size = excluded.size, note = excluded.note, published_at = excluded.published_at
      where its.size <= excluded.size`,
    values: [kind, size, note, publishedAt],
  });
}

/**
 * Publishes a checkpoint on each second with new entries, until the signal aborts. What was published before
 * must have been checked. Throws `failed-precondition` when the log does not continue it any more.
 */
export async function publishCheckpoints(
  { pool, signer, published, log }: PublishOptions,
  signal: AbortSignal,
): Promise<void> {
  /** The size of the last one that others can see. */
  let shown = 0;
  while (!signal.aborted) {
    const rest = EVERY - (Date.now() % EVERY);
    await sleep(rest, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await sign(pool, signer, published);
      shown = await show(pool, published, shown);
    } catch (error) {
      if (error instanceof HubError && error.code === "failed-precondition") throw error;
      log.warn({ err: error }, "a checkpoint could not be published");
    }
  }
}

/**
 * Signs the log as it is, when it has grown, and keeps that. Throws `failed-precondition` when the log does not
 * continue what was published.
 */
export async function sign(pool: Pool, signer: Signer, published: Published): Promise<void> {
  const { size, root } = await readTree(pool);
  const before = published.last?.checkpoint;
  if (size === 0 || size === before?.size) return;
  // Whatever became of the database since: nothing is signed that does not continue what was published.
  if (before) await checkHas(pool, before);
  await checkHas(pool, { size, root });
  const text = formatCheckpoint({ origin: signer.key.name, size, root, extensions: [] });
  // The commit point: what was promised is known on this disk before anyone sees it.
  await published.keep(formatNote({ text, signatures: [signText(text, signer)] }));
}

/**
 * Shows what was published before, also in a database that was made anew or is an older copy. Waits for one that is
 * away.
 */
export async function showPublished(
  pool: Pool,
  published: Published,
  signal: AbortSignal,
): Promise<void> {
  await retryUntil(() => show(pool, published, 0), signal);
}

/** Shows what was signed last, unless it is shown: the database may have been away, or is an older copy. */
async function show(pool: Pool, { last }: Published, shown: number): Promise<number> {
  const size = last?.checkpoint.size ?? 0;
  if (!last || size === shown) return shown;
  await storeCheckpoint(pool, "signed", {
    size,
    note: formatNote(last.note),
    publishedAt: Date.now(),
  });
  return size;
}

export interface ContinueOptions {
  readonly pool: Pool;
  /** The key that the log's checkpoints are signed with. */
  readonly key: VerifierKey;
  /** The last checkpoint that is known from outside the database. */
  readonly promised: TreeHead | null;
  /** Resolves when the log has all that the stream had at the time. */
  readonly caughtUp: () => Promise<void>;
}

/**
 * Throws `failed-precondition` when the log has not the entries that were promised, by the checkpoint given or
 * by those in its database: at once when it has others, and when it has fewer although it has all that is
 * in the stream. Waits for a database that is away.
 */
export async function checkContinues(
  { pool, key, promised, caughtUp }: ContinueOptions,
  signal: AbortSignal,
): Promise<void> {
  const read = <T>(action: () => Promise<T>) => retryUntil(action, signal);
  const stored = await read(() => storedHeads(pool, key));
  for (const head of [...(promised ? [promised] : []), ...stored]) {
    // A database that was restored is behind: the stream has what it misses.
    if ((await read(() => readTree(pool))).size < head.size) await caughtUp();
    await read(() => checkHas(pool, head));
  }
}

/** What the checkpoints in the database promise. */
async function storedHeads(pool: Pool, key: VerifierKey): Promise<TreeHead[]> {
  const { rows } = await pool.query<{ note: string }>("select note from checkpoints");
  return rows.map(({ note }) => openStored(note, key));
}

function openStored(note: string, key: VerifierKey): TreeHead {
  try {
    return openCheckpoint(note, { origin: key.name, keys: [key], witnesses: [], quorum: 0 })
      .checkpoint;
  } catch (cause) {
    throw refusal("has a checkpoint that its key did not sign", cause);
  }
}

export type FollowOptions = Omit<PublishOptions, "signer"> & { readonly key: VerifierKey };

/**
 * Keeps what another process has published since: whoever leads next must know what was promised. Throws
 * `failed-precondition` when the log does not continue what was known before.
 */
export async function followPublished({ pool, key, published, log }: FollowOptions): Promise<void> {
  const { signed } = await readCheckpoints(pool);
  const before = published.last?.checkpoint;
  if (!signed || signed.size <= (before?.size ?? 0)) return;
  // A log that was restored is behind what it signed until the process that leads has read on.
  if ((await readTree(pool)).size < signed.size) return;
  if (before) await checkHas(pool, before);
  await checkHas(pool, openStored(signed.note, key));
  try {
    await published.keep(signed.note);
  } catch (error) {
    log.warn({ err: error }, "a checkpoint that another process published could not be kept");
  }
}

/** How many entries the log has, and their root. Throws `failed-precondition` when it no longer says so. */
export async function readTree(pool: Pool): Promise<TreeHead> {
  const { rows } = await pool.query<{ size: number; root: Buffer }>(
    "select size, root from log_state",
  );
  const [state] = rows;
  if (!state) throw refusal("no longer says how far it is");
  return state;
}

/** Throws unless the log begins with the entries of a checkpoint, by its tiles. */
async function checkHas(pool: Pool, { size, root }: TreeHead): Promise<void> {
  const now = await readTree(pool);
  if (now.size < size) {
    throw refusal(`has ${now.size} entries, but a checkpoint of ${size} was published`);
  }
  try {
    if (sameHash(edgeRoot(await readEdge(pool, size)), root)) return;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw refusal(`has not all tiles of its first ${size} entries`, error);
  }
  throw refusal(`has other entries than the checkpoint of ${size} says`);
}

function refusal(what: string, cause?: unknown): HubError {
  return new HubError(
    "failed-precondition",
    `the log ${what}: its database or the stream was lost, replaced or changed. Nothing was ` +
      `published. Keep both as they are, restore what was published from a backup or an export, and ` +
      `start again: see docs/log.md.`,
    { cause },
  );
}
