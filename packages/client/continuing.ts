import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import {
  checkQuorum,
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { verifyConsistency } from "@talanoa/tlog/tree/consistency.ts";
import type { CallOptions, Hub } from "./hub.ts";
import { NotGenuine } from "./genuine-receipt.ts";
import { sleep } from "./sleep.ts";

/** The log shows what does not continue what it signed before: both are signed by its key. */
export class LogForked extends NotGenuine {
  readonly older: OpenedCheckpoint;
  readonly newer: OpenedCheckpoint;

  constructor(older: OpenedCheckpoint, newer: OpenedCheckpoint, cause?: unknown) {
    const [before, now] = [older.checkpoint.size, newer.checkpoint.size];
    super(
      `the log of ${now} entries does not continue the one of ${before} that it signed before`,
      {
        cause,
      },
    );
    this.older = older;
    this.newer = newer;
  }
}

/**
 * The log goes on showing fewer entries than it signed before. Both checkpoints may be of one tree: that proves nothing
 * against it, and what it shows once it is larger again must continue the older one.
 */
export class LogBehind extends Error {
  override readonly name = "LogBehind";
  /** Entries that it signed, and that it shows. */
  readonly before: number;
  readonly now: number;

  constructor(before: number, now: number) {
    super(`the log shows ${now} entries, and has signed ${before} before`);
    this.before = before;
    this.now = now;
  }
}

/** A shown checkpoint may lag so far behind one that was shown before, while witnesses cosign. Milliseconds. */
const LAG = 20_000;

/** The last checkpoint of the log, which continues an older one. Throws LogForked, LogBehind, and as the calls do. */
export async function continuing(
  hub: Hub,
  policy: Policy,
  older: OpenedCheckpoint,
  options: CallOptions = {},
): Promise<OpenedCheckpoint> {
  const since = older.checkpoint;
  const end = performance.now() + LAG;
  for (;;) {
    const shown = await hub.call(ExchangeLogService.getCheckpoint, { since: 0 }, options);
    const newest = openCheckpoint(shown.checkpoint, signedAlone(policy));
    if (newest.checkpoint.size >= since.size) break;
    if (performance.now() > end) throw new LogBehind(since.size, newest.checkpoint.size);
    await sleep(1_000, options.signal);
  }
  const request = { since: since.size };
  const answer = await hub.call(ExchangeLogService.getCheckpoint, request, options);
  const newer = openCheckpoint(answer.checkpoint, signedAlone(policy));
  try {
    if (since.size > 0) verifyConsistency(since, newer.checkpoint, answer.consistency);
  } catch (error) {
    if (error instanceof TlogError) throw new LogForked(older, newer, error);
    throw error;
  }
  // After the fork, which is the graver.
  checkQuorum(newer, policy);
  return newer;
}
