/** Everything that can be wrong with what this package is given. Closed. */
export type TlogErrorCode =
  /** Text or bytes that do not follow their format. */
  | "malformed"
  /** A size, index, level, width or time that is not allowed there, or is over 2^53 - 1. */
  | "out-of-range"
  /** The caller's getter gave no tile, or fewer hashes than needed. */
  | "missing-tile"
  /** A Merkle proof does not lead to the root, or a root is not what the leaves give. */
  | "root-mismatch"
  /** A checkpoint is of another log. */
  | "wrong-origin"
  /** A signature of a known key does not hold. */
  | "bad-signature"
  /** No known key signed. */
  | "not-signed"
  /** The log signed, and fewer witnesses cosigned than asked for. */
  | "not-cosigned";

/** The one error of this package; no function throws another on bad input. */
export class TlogError extends Error {
  override readonly name = "TlogError";
  readonly code: TlogErrorCode;

  constructor(code: TlogErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function malformed(message: string): TlogError {
  return new TlogError("malformed", message);
}

export function outOfRange(message: string): TlogError {
  return new TlogError("out-of-range", message);
}
