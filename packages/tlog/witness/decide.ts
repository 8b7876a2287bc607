import { TlogError } from "../errors.ts";
import { cosign } from "../note/cosignature.ts";
import { formatSignature } from "../note/note.ts";
import type { Signer } from "../note/signer.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { verifyNote } from "../note/verify.ts";
import { verifyConsistency } from "../tree/consistency.ts";
import { emptyRoot, sameHash, type TreeHead } from "../tree/hash.ts";
import type { AddCheckpoint } from "./request.ts";

/** What a witness answers over HTTP. */
export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: "text/plain; charset=utf-8" | "text/x.tlog.size";
  readonly body: string;
}

/**
 * Accepted: make `state` the log's state if it still is the one that was decided on, in one step
 * and for good, and only then answer with `cosignedAnswer`. Refused: give the answer.
 */
export type Decision =
  | { readonly accepted: true; readonly state: TreeHead }
  | { readonly accepted: false; readonly answer: Answer };

const TEXT = "text/plain; charset=utf-8";

/**
 * Decides on a request (c2sp.org/tlog-witness) from the keys of the log of its checkpoint's origin,
 * undefined for one that the witness does not know, and the head that it cosigned last of that log,
 * undefined for none.
 */
export function decide(
  request: AddCheckpoint,
  keys: readonly VerifierKey[] | undefined,
  state: TreeHead | undefined,
): Decision {
  const { checkpoint, oldSize, proof, note } = request;
  const { size, root } = checkpoint;
  if (!keys) return refuse(404, "this witness does not know the log");
  const unsigned = reasonAgainst(() => verifyNote(note, keys));
  if (unsigned) return refuse(403, unsigned);
  if (oldSize > size) return refuse(400, "the old size is larger than the checkpoint's");
  const last = state ?? { size: 0, root: emptyRoot() };
  if (oldSize !== last.size) return conflict(last);
  if (oldSize === 0 || oldSize === size) {
    if (proof.length > 0) return refuse(422, "there is nothing to prove: the proof must be empty");
    // A log that shows two trees of one size. It is answered as the specification says, for a
    // person to look into.
    if (oldSize === size && !sameHash(root, last.root)) return conflict(last);
  } else {
    const unproven = reasonAgainst(() => verifyConsistency(last, checkpoint, proof));
    if (unproven) return refuse(422, unproven);
  }
  return { accepted: true, state: { size, root } };
}

/** The answer to an accepted request, once its state is stored. `time` in seconds since 1970. */
export function cosignedAnswer(
  { note }: AddCheckpoint,
  cosigners: readonly Signer[],
  time: number,
): Answer {
  const lines = cosigners.map((signer) => formatSignature(cosign(note.text, signer, time)));
  return { status: 200, contentType: TEXT, body: lines.join("") };
}

/** The answer to a body that `parseAddCheckpoint` refuses. */
export function badRequest({ message }: TlogError): Answer {
  return { status: 400, contentType: TEXT, body: `${message}\n` };
}

function refuse(status: 400 | 403 | 404 | 422, message: string): Decision {
  return { accepted: false, answer: { status, contentType: TEXT, body: `${message}\n` } };
}

function conflict({ size }: TreeHead): Decision {
  const answer = { status: 409, contentType: "text/x.tlog.size", body: `${size}\n` } as const;
  return { accepted: false, answer };
}

function reasonAgainst(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof TlogError) return error.message;
    throw error;
  }
}
