import { ExchangeLogService, type LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { MalformedMessage } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { areCommonAndParts } from "@talanoa/sharing/record/common-or-part.ts";
import { commitsTo } from "@talanoa/sharing/record/commits-to.ts";
import {
  checkQuorum,
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { parseVerifierKey } from "@talanoa/tlog/note/verifier-key.ts";
import { verifyConsistency } from "@talanoa/tlog/tree/consistency.ts";
import { leafHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import { verifyInclusion } from "@talanoa/tlog/tree/inclusion.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import type { HubKeys } from "./identity.ts";

/** That an entry stands in the log of a checkpoint. */
export interface EntryProof {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
}

/** Which checkpoints of the hub's log to believe. Throws `failed-precondition` when its key is not known. */
export function logPolicy({ logKey }: Pick<HubKeys, "logKey">): Policy {
  if (logKey === undefined) {
    throw new HubError(
      "failed-precondition",
      "the identity does not say by which key the exchange log is known: ask for a new identity file",
    );
  }
  const key = parseVerifierKey(logKey);
  return { origin: key.name, keys: [key], witnesses: [], quorum: 0 };
}

/**
 * The last checkpoint of the log, verified, and that it continues an earlier one. Throws HubError, and
 * TlogError when the log does not prove what it says.
 */
export async function fetchCheckpoint(
  hub: Hub,
  policy: Policy,
  since?: TreeHead,
  options?: CallOptions,
): Promise<OpenedCheckpoint> {
  const request = { since: since?.size ?? 0 };
  const answer = await hub.call(ExchangeLogService.getCheckpoint, request, options);
  const opened = openCheckpoint(answer.checkpoint, signedAlone(policy));
  if (since && since.size > 0) verifyConsistency(since, opened.checkpoint, answer.consistency);
  checkQuorum(opened, policy);
  return opened;
}

/**
 * Proves that at most 1,000 rows stand in the log as they were shown: of the last checkpoint, or of one
 * that the caller has verified. Throws as `fetchCheckpoint` does.
 */
export async function proveRows(
  hub: Hub,
  policy: Policy,
  rows: readonly LogRow[],
  options?: CallOptions & { readonly within?: OpenedCheckpoint | undefined },
): Promise<{ opened: OpenedCheckpoint; proofs: EntryProof[] }> {
  const { within } = options ?? {};
  const request = { indexes: rows.map(({ index }) => index), size: within?.checkpoint.size ?? 0 };
  const answer = await hub.call(ExchangeLogService.prove, request, options);
  const opened = within ?? openCheckpoint(answer.checkpoint, policy);
  const proofs = rows.map((row, i) => {
    const { hashes = [] } = answer.proofs[i] ?? {};
    verifyRow(row);
    verifyInclusion(leafHash(row.entry), row.index, opened.checkpoint, hashes);
    return { index: row.index, hashes };
  });
  return { opened, proofs };
}

/** Throws NotGenuine unless the entry commits to all that the row shows, and each is what it is shown as. */
export function verifyRow(row: LogRow): void {
  const { index, common, parts, entry, altered } = row;
  if (altered) {
    throw new NotGenuine(
      `entry ${index} was changed behind the log's back: the hub does not show it`,
    );
  }
  if (![common, ...parts].every((bytes) => commitsTo(entry, bytes)))
    throw new NotGenuine(`what was shown of entry ${index} is not what the entry commits to`);
  if (!isShownAsItIs(row))
    throw new NotGenuine(`a part of entry ${index} is shown as what it is not`);
}

function isShownAsItIs(row: LogRow): boolean {
  try {
    return areCommonAndParts(row);
  } catch (error) {
    if (error instanceof MalformedMessage) return false;
    throw error;
  }
}
