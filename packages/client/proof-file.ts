import { LogRow } from "@talanoa/contract/generated/talanoa.ts";
import { leafHash } from "@talanoa/tlog/tree/hash.ts";
import {
  checkQuorum,
  type OpenedCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { formatTlogProof, parseTlogProof, verifyTlogProof } from "@talanoa/tlog/tlog-proof.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { type LogEntry, readRow } from "./log.ts";
import { type EntryProof, verifyRow } from "./log-proof.ts";

/**
 * A proof file (c2sp.org/tlog-proof): that an entry stands in the log of a checkpoint. Its extra data is
 * what was shown of the entry, a LogRow, so that the file needs nothing beside it but the log's key.
 */
export function proofFile({ row }: LogEntry, proof: EntryProof, opened: OpenedCheckpoint): string {
  const { index, hashes } = proof;
  return formatTlogProof({ extra: LogRow.encode(row), index, hashes, checkpoint: opened.note });
}

/** What a proof file shows, proven. */
export interface VerifiedProof {
  readonly entry: LogEntry;
  readonly opened: OpenedCheckpoint;
}

/**
 * Verifies a proof file: the checkpoint's signatures, that the entry stands in its log, and that the entry
 * commits to what is shown of it. Throws TlogError, and NotGenuine for a file that is another's.
 */
export function verifyProofFile(text: Uint8Array | string, policy: Policy): VerifiedProof {
  const proof = parseTlogProof(text);
  if (!proof.extra) throw new NotGenuine("the proof does not have with it what was logged");
  const row = decodeRow(proof.extra);
  if (row.index !== proof.index)
    throw new NotGenuine(`the proof is of entry ${proof.index}, and shows entry ${row.index}`);
  const opened = verifyTlogProof(proof, leafHash(row.entry), signedAlone(policy));
  verifyRow(row);
  checkQuorum(opened, policy);
  return { entry: readRow(row), opened };
}

function decodeRow(bytes: Uint8Array): LogRow {
  try {
    return LogRow.decode(bytes);
  } catch (cause) {
    throw new NotGenuine("what the proof shows is not a row of the log", { cause });
  }
}
