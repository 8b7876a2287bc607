import { setTimeout as sleep } from "node:timers/promises";
import type { HubClient } from "@talanoa/client/connect.ts";
import { logPolicy, verifyRow } from "@talanoa/client/log-proof.ts";
import { ExchangeLogService, type LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import type { VerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
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
/** Milliseconds in which the next checkpoint is due, ten times over. */
const PATIENCE = 10_000;

/**
 * Fetches proofs of rows, all of one checkpoint, and verifies them. Throws HubError, and TlogError when the
 * log does not prove what it says.
 */
export async function proveEntries(
  hub: HubClient,
  rows: readonly LogRow[],
  witnesses: readonly VerifierKey[],
  signal: AbortSignal,
): Promise<Proved & { readonly opened: OpenedCheckpoint }> {
  const policy = { ...logPolicy(hub.identity.hub), witnesses };
  const proved: ProvedRow[] = [];
  let note: Uint8Array = new Uint8Array();
  let size = 0;
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const indexes = some.map(({ index }) => index);
    const answer = await whenPublished(
      () => hub.call(ExchangeLogService.prove, { indexes, size }, { signal }),
      signal,
    );
    if (size === 0) {
      note = answer.checkpoint;
      ({ size } = openCheckpoint(note, policy).checkpoint);
    }
    proved.push(...some.map((row, i) => ({ row, hashes: answer.proofs[i]?.hashes ?? [] })));
  }
  const result = { note, rows: proved };
  return { ...result, opened: verifyProved(result, policy) };
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

/** The newest entries are in the checkpoint of the next second. */
async function whenPublished<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  for (const end = performance.now() + PATIENCE; ;) {
    try {
      return await ask();
    } catch (error) {
      const early =
        error instanceof HubError && error.violations.some(({ rule }) => rule === "index-in-tree");
      if (!early || performance.now() > end) throw error;
      await sleep(250, undefined, { signal });
    }
  }
}
