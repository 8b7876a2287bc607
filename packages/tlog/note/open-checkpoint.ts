import { TlogError } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type Note, parseNote } from "./note.ts";
import { knownSignatures, type VerifiedSignature, verifyNote } from "./verify.ts";
import type { VerifierKey } from "./verifier-key.ts";

/** Which checkpoints to believe: of which log, and cosigned by how many witnesses. */
export interface Policy {
  readonly origin: string;
  /** The log's keys; one must have signed. */
  readonly keys: readonly VerifierKey[];
  /** Keys of the type `cosignature/v1`. */
  readonly witnesses: readonly VerifierKey[];
  /** How many witnesses, counted by name, must have cosigned. */
  readonly quorum: number;
}

export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  /** By the log. */
  readonly signatures: readonly VerifiedSignature[];
  /** By the witnesses of the policy, each with its time. */
  readonly cosignatures: readonly VerifiedSignature[];
}

/**
 * Reads and verifies a signed checkpoint. Throws `malformed`, `out-of-range`, `wrong-origin`,
 * `bad-signature`, and `not-signed` when the log or too few witnesses signed.
 */
export function openCheckpoint(input: string | Uint8Array, policy: Policy): OpenedCheckpoint {
  return verifyCheckpoint(parseNote(input), policy);
}

/** As `openCheckpoint`, of a note that has been read. */
export function verifyCheckpoint(note: Note, policy: Policy): OpenedCheckpoint {
  // A quorum that is no number would be reached by none.
  checkCount(policy.quorum, "a quorum");
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== policy.origin) {
    throw new TlogError("wrong-origin", "the checkpoint is of another log");
  }
  const signatures = verifyNote(note, policy.keys);
  const cosignatures = knownSignatures(note, policy.witnesses);
  const witnesses = new Set(cosignatures.map(({ key }) => key.name)).size;
  if (witnesses < policy.quorum) {
    const message = `${witnesses} known witnesses cosigned the checkpoint, not ${policy.quorum}`;
    throw new TlogError("not-signed", message);
  }
  return { checkpoint, note, signatures, cosignatures };
}
