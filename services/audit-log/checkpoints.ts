import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { formatCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { signText } from "@talanoa/tlog/note/sign.ts";
import type { Signer } from "@talanoa/tlog/note/signer.ts";
import { edgeRoot } from "@talanoa/tlog/tree/edge.ts";
import { sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Pool } from "pg";
import type { Published } from "./published.ts";
import { readEdge } from "./tiles.ts";

/** A checkpoint as it is shown. */
export interface Checkpoint {
  readonly size: number;
  /** A signed note (c2sp.org/tlog-checkpoint). */
  readonly note: string;
  /** Unix ms. */
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

/** The checkpoint that is shown; null while there is none. */
export async function readCheckpoint(
  pool: Pick<Pool, "query">,
  kind: CheckpointKind,
): Promise<Checkpoint | null> {
  const { rows } = await pool.query<Checkpoint>({
    name: "read-checkpoint",
    text: `select size, note, published_at as "publishedAt" from checkpoints where kind = $1`,
    values: [kind],
  });
  return rows[0] ?? null;
}

/** Milliseconds by which a cosigned checkpoint may be older than the last signed one and still be shown. */
const COSIGNED_FOR = 15_000;

/** The checkpoint that readers are given: a cosigned one while the witnesses keep up. */
export async function shownCheckpoint(pool: Pick<Pool, "query">): Promise<Checkpoint | null> {
  const signed = await readCheckpoint(pool, "signed");
  const cosigned = await readCheckpoint(pool, "cosigned");
  if (!signed || !cosigned) return signed;
  return signed.publishedAt - cosigned.publishedAt > COSIGNED_FOR ? signed : cosigned;
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
 * Publishes a checkpoint on each second with new entries, until the signal aborts. The log must be known
 * to continue what was published before.
 */
export async function publishCheckpoints(
  { pool, signer, published, log }: PublishOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const rest = EVERY - (Date.now() % EVERY);
    await sleep(rest, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await publish(pool, signer, published);
    } catch (error) {
      log.warn({ err: error }, "a checkpoint could not be published");
    }
  }
}

async function publish(pool: Pool, signer: Signer, published: Published): Promise<void> {
  const { rows } = await pool.query<{ size: number; root: Buffer }>(
    "select size, root from log_state",
  );
  const { size, root } = rows[0]!;
  const before = published.last?.checkpoint;
  if (size === 0 || size === before?.size) return;
  const text = formatCheckpoint({ origin: signer.key.name, size, root, extensions: [] });
  const note = formatNote({ text, signatures: [signText(text, signer)] });
  // The commit point: what was promised is known on this disk before anyone sees it.
  await published.keep(note);
  await storeCheckpoint(pool, "signed", { size, note, publishedAt: Date.now() });
}

/**
 * Throws `failed-precondition` when the log has not the entries that its last checkpoint promised, the
 * one on this disk or the one in the database: at once when it has others, and when it has fewer although
 * it has all that is in the stream.
 */
export async function checkContinues(
  pool: Pool,
  published: Published,
  caughtUp: () => Promise<void>,
): Promise<void> {
  const stored = await readCheckpoint(pool, "signed");
  if (stored) await checkPromise(pool, published.opened(stored.note).checkpoint, caughtUp);
  if (published.last) await checkPromise(pool, published.last.checkpoint, caughtUp);
}

async function checkPromise(
  pool: Pool,
  promised: TreeHead,
  caughtUp: () => Promise<void>,
): Promise<void> {
  const sizeNow = async () => {
    const { rows } = await pool.query<{ size: number }>("select size from log_state");
    return rows[0]!.size;
  };
  // A database that was restored is behind: the stream has what it misses.
  if ((await sizeNow()) < promised.size) await caughtUp();
  const size = await sizeNow();
  if (size < promised.size) {
    throw refusal(`has ${size} entries, but a checkpoint of ${promised.size} was published`);
  }
  const root = edgeRoot(await readEdge(pool, promised.size));
  if (!sameHash(root, promised.root)) {
    throw refusal(`has other entries than the checkpoint of ${promised.size} says`);
  }
}

function refusal(what: string): HubError {
  return new HubError(
    "failed-precondition",
    `the log ${what}: its database or the stream was lost, replaced or changed. Nothing was ` +
      `published. Keep both as they are, restore what was published from a backup or an export, and ` +
      `start again: see docs/log.md.`,
  );
}
