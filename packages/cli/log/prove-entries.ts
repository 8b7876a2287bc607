import type { HubClient } from "@talanoa/client/connect.ts";
import { proveRows, verifyRow } from "@talanoa/client/log-proof.ts";
import { checkpointOf, type ProvingOptions } from "@talanoa/client/prove-in-turn.ts";
import type { LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import { verifyInclusion } from "@talanoa/tlog/tree/inclusion.ts";

/** A row of the log with the proof that it stands in the log of a checkpoint. */
export interface ProvedRow {
  readonly row: LogRow;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
}

/** Rows of one checkpoint. */
export interface Proved {
  /** A signed note, as it came. */
  readonly note: Uint8Array;
  readonly rows: readonly ProvedRow[];
}

const AT_ONCE = 1_000;

/**
 * Fetches proofs of rows, all of one checkpoint, and verifies them. Throws HubError, TlogError and NotGenuine
 * when the log does not prove what it says, or does not continue what was known before.
 */
export async function proveEntries(
  hub: HubClient,
  policy: Policy,
  rows: readonly LogRow[],
  options: ProvingOptions,
): Promise<Proved & { readonly opened: OpenedCheckpoint }> {
  const size = rows.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const opened = await checkpointOf(hub, policy, size, options);
  const proved: ProvedRow[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const { proofs } = await proveRows(hub, policy, some, { ...options, within: opened });
    proved.push(...some.map((row, i) => ({ row, hashes: proofs[i]!.hashes })));
  }
  return { note: Buffer.from(formatNote(opened.note)), rows: proved, opened };
}

/** Throws unless the checkpoint is to be believed and proves every row, and the rows show what was logged. */
export function verifyProved({ note, rows }: Proved, policy: Policy): OpenedCheckpoint {
  const opened = openCheckpoint(note, policy);
  for (const { row, hashes } of rows) {
    verifyRow(row);
    verifyInclusion(leafHash(row.entry), row.index, opened.checkpoint, hashes);
  }
  return opened;
}
