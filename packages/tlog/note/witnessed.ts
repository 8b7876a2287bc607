import { parseTimestamped } from "./cosignature.ts";
import { sameKey } from "./note.ts";
import type { OpenedCheckpoint } from "./open-checkpoint.ts";

/** A cosignature of a checkpoint. */
export interface Witnessed {
  readonly name: string;
  /** Unix ms. */
  readonly at: number;
  /** Whether the witness's key was at hand, and the cosignature holds. */
  readonly verified: boolean;
}

/** Who cosigned a checkpoint, and when, by time. */
export function witnessed({ note, signatures, cosignatures }: OpenedCheckpoint): Witnessed[] {
  const verified = cosignatures.map(({ key, time = 0 }) => ({
    name: key.name,
    at: time * 1_000,
    verified: true,
  }));
  const known = [...signatures, ...cosignatures].map(({ signature }) => signature);
  const others = note.signatures
    .filter((each) => !known.some((its) => sameKey(its, each)))
    .flatMap(({ name, signature }) => {
      const its = parseTimestamped(signature);
      return its ? [{ name, at: its.time * 1_000, verified: false }] : [];
    });
  return [...verified, ...others].sort((one, other) => one.at - other.at);
}
