import { counted } from "@talanoa/contract/counted.ts";
import { parseTimestamped } from "@talanoa/tlog/note/cosignature.ts";
import { sameKey } from "@talanoa/tlog/note/note.ts";
import type { OpenedCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { utc } from "@talanoa/client/times.ts";

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

/**
 * By when entries stood in the log, and on whose word. Only a cosignature that was verified says so; of the others it
 * is told what they say.
 */
export function witnessedText(by: readonly Witnessed[], size: number): string {
  if (by.length === 0) {
    return `No witness cosigned the checkpoint of ${counted(size, "entry", "entries")}: all times are the log's own, which it signed and nobody else confirmed.`;
  }
  const verified = named(by.filter((each) => each.verified));
  const claimed = named(by.filter((each) => !each.verified));
  return [
    verified &&
      `The checkpoint of ${counted(size, "entry", "entries")} that proves these was cosigned by ${verified}: every entry stood in the log by then.`,
    claimed &&
      `The checkpoint of ${counted(size, "entry", "entries")} says that it was cosigned by ${claimed}: not verified here, as no key was given for it (--witness KEY), and nothing follows from it.`,
    "The time of each step is the log's own.",
  ]
    .filter(Boolean)
    .join(" ");
}

function named(by: readonly Witnessed[]): string {
  return by.map(({ name, at }) => `${name} at ${utc(at)}`).join(", ");
}
