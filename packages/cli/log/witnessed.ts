import { counted } from "@talanoa/contract/counted.ts";
import type { Witnessed } from "@talanoa/tlog/note/witnessed.ts";
import { utc } from "@talanoa/client/times.ts";

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
