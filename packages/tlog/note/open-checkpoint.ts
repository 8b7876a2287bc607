import { TlogError } from "../errors.ts";
import { checkCount } from "../text/decimal.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type Note, parseNote } from "./note.ts";
import { knownSignatures, type VerifiedSignature, verifyNote } from "./verify.ts";
import type { VerifierKey } from "./verifier-key.ts";

/** The log's own signature holds, and too few witnesses cosigned: a loss of witnesses, no forgery. */
export class NotCosigned extends TlogError {
  /** Names of witnesses of the policy. */
  readonly cosigned: readonly string[];
  readonly missing: readonly string[];

  constructor(cosigned: readonly string[], missing: readonly string[], quorum: number) {
    const count = cosigned.length;
    const all = count + missing.length;
    super(
      "not-cosigned",
      `${count} of ${all} witnesses cosigned the checkpoint, where ${quorum} must: missing ${missing.join(", ")}`,
    );
    this.cosigned = cosigned;
    this.missing = missing;
  }
}

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
    throw new TlogError(
      "wrong-origin",
      `it is of the log ${checkpoint.origin}, and the known key is that of ${policy.origin}`,
    );
  }
  const signatures = verifyNote(note, policy.keys);
  const cosignatures = knownSignatures(note, policy.witnesses);
  const opened = { checkpoint, note, signatures, cosignatures };
  checkQuorum(opened, policy);
  return opened;
}

/**
 * The same policy without its quorum: believes what the log alone signed, and verifies the cosignatures that
 * are there. `checkQuorum` asks for enough of them afterwards.
 */
export function signedAlone<Its extends Policy>(policy: Its): Its {
  return { ...policy, quorum: 0 };
}

/** Throws NotCosigned when fewer witnesses than the quorum cosigned an opened checkpoint. */
export function checkQuorum({ cosignatures }: OpenedCheckpoint, policy: Policy): void {
  const cosigned = new Set(cosignatures.map(({ key }) => key.name));
  if (cosigned.size >= policy.quorum) return;
  const known = new Set(policy.witnesses.map(({ name }) => name));
  throw new NotCosigned([...cosigned], [...known.difference(cosigned)], policy.quorum);
}
