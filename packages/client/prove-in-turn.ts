import { setTimeout as sleep } from "node:timers/promises";
import type { OpenedCheckpoint, Policy } from "@talanoa/tlog/note/open-checkpoint.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { CallOptions, HubClient } from "./connect.ts";
import type { LogEntry } from "./log.ts";
import { type EntryProof, fetchCheckpoint, proveRows } from "./log-proof.ts";

/** What was proved, and in which checkpoint: the first that reached it, and that continues those before. */
export interface Proved {
  readonly entries: readonly LogEntry[];
  readonly proofs: readonly EntryProof[];
  readonly opened: OpenedCheckpoint;
}

/** Rows of one call. */
const AT_ONCE = 1_000;
/** Milliseconds in which a checkpoint must reach an entry that was shown: one comes each second. */
const REACHED_WITHIN = 30_000;

/**
 * Proves entries as they come, a thousand at a time: that each stands in the log of a checkpoint as it was
 * shown, and that each checkpoint continues the one before. Throws as `proveRows` does, and `unavailable`
 * when no checkpoint reaches an entry in half a minute.
 */
export async function* proveInTurn(
  hub: HubClient,
  policy: Policy,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  options: CallOptions = {},
): AsyncGenerator<Proved, void, void> {
  let last: OpenedCheckpoint | undefined;
  for await (const batch of inBatches(entries)) {
    const until = Math.max(...batch.map(({ index }) => index)) + 1;
    if (!last || last.checkpoint.size < until) {
      last = await checkpointOf(hub, policy, until, last, options);
    }
    const rows = batch.map(({ row }) => row);
    const { proofs } = await proveRows(hub, policy, rows, { ...options, within: last });
    yield { entries: batch, proofs, opened: last };
  }
}

/** The first checkpoint of at least this size that is shown. */
export async function checkpointOf(
  hub: HubClient,
  policy: Policy,
  size: number,
  since?: OpenedCheckpoint,
  options: CallOptions = {},
): Promise<OpenedCheckpoint> {
  const end = performance.now() + REACHED_WITHIN;
  for (;;) {
    const opened = await fetchCheckpoint(hub, policy, since?.checkpoint, options);
    if (opened.checkpoint.size >= size) return opened;
    if (performance.now() > end) {
      throw new HubError("unavailable", `no checkpoint reaches entry ${size - 1} that was shown`);
    }
    await sleep(250, undefined, { signal: options.signal });
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
