import type { Logger } from "pino";
import type { Attempt } from "./batch.ts";

type Trouble = Exclude<Attempt, { kind: "stored" }>;

/**
 * Tells the log of commits that were not stored at the first attempt: a line a second for each kind, with how many
 * there were. Expectations and ids that fail are left out: somebody sent the same again, which is no trouble.
 */
export function troubleLog(log: Logger): (trouble: Trouble) => void {
  const counts = new Map<string, { count: number; since: number }>();
  return (trouble) => {
    const kind = trouble.kind === "unknown" ? "no answer" : trouble.refusal.kind;
    if (kind === "expectation" || kind === "message-id") return;
    const now = performance.now();
    const seen = counts.get(kind) ?? { count: 0, since: -Infinity };
    seen.count += 1;
    counts.set(kind, seen);
    if (now - seen.since < 1_000) return;
    const err = trouble.kind === "unknown" ? trouble.cause : undefined;
    log.warn({ kind, count: seen.count, err }, "a commit is repeated or refused");
    counts.set(kind, { count: 0, since: now });
  };
}
