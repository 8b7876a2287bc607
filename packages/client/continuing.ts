import { ExchangeLogService } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
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
export class LogBehind extends HubError {
  /** Entries that it signed, and that it shows. */
  readonly before: number;
  readonly now: number;

  constructor(before: number, now: number) {
    super("unavailable", `the log shows ${now} entries, and has signed ${before} before`);
    this.before = before;
    this.now = now;
  }
}

/** A shown checkpoint may lag so far behind one that was shown before, while witnesses cosign. Milliseconds. */
const LAG = 20_000;
/** Milliseconds until one is asked for again: that lagged, and that was not the same for all. */
const LAGGING = 1_000;
const NOT_ONE = 250;

/**
 * The last checkpoint of the log: one, which continues each of some older ones. Throws LogForked, LogBehind,
 * `unavailable` when the log shows another for each, and as the calls do.
 */
export async function continuing(
  hub: Hub,
  policy: Policy,
  older: readonly OpenedCheckpoint[],
  options: CallOptions = {},
): Promise<OpenedCheckpoint> {
  const before = Math.max(0, ...older.map(({ checkpoint }) => checkpoint.size));
  const end = performance.now() + LAG;
  for (;;) {
    const { opened } = await shownSince(hub, policy, 0, options);
    const now = opened.checkpoint.size;
    if (now < before) {
      if (performance.now() > end) throw new LogBehind(before, now);
      await sleep(LAGGING, options.signal);
      continue;
    }
    // At once: the log publishes another each second.
    const proven = older.map((each) => continuingOne(hub, policy, each, options));
    const [newest = opened, ...others] = await Promise.all(proven);
    if (areOne(newest, others)) {
      // After the fork, which is the graver.
      checkQuorum(newest, policy);
      return newest;
    }
    if (performance.now() > end) throw notOne();
    await sleep(NOT_ONE, options.signal);
  }
}

async function continuingOne(
  hub: Hub,
  policy: Policy,
  older: OpenedCheckpoint,
  options: CallOptions,
): Promise<OpenedCheckpoint> {
  const { size } = older.checkpoint;
  const { opened, consistency } = await shownSince(hub, policy, size, options);
  checkContinues(older, opened, consistency);
  return opened;
}

/** The checkpoint that is shown, by the log's own signature, and the proof from a size, which is not verified. */
async function shownSince(
  hub: Hub,
  policy: Policy,
  since: number,
  options: CallOptions,
): Promise<{ opened: OpenedCheckpoint; consistency: readonly Uint8Array[] }> {
  const answer = await hub.call(ExchangeLogService.getCheckpoint, { since }, options);
  const opened = openCheckpoint(answer.checkpoint, signedAlone(policy));
  return { opened, consistency: answer.consistency };
}

/** Whether all are of as many entries. Throws LogForked when these differ. */
function areOne(one: OpenedCheckpoint, others: readonly OpenedCheckpoint[]): boolean {
  if (others.some(({ checkpoint }) => checkpoint.size !== one.checkpoint.size)) return false;
  for (const other of others) checkContinues(one, other, []);
  return true;
}

/** Throws LogForked. */
function checkContinues(
  older: OpenedCheckpoint,
  newer: OpenedCheckpoint,
  proof: readonly Uint8Array[],
): void {
  try {
    if (older.checkpoint.size > 0) verifyConsistency(older.checkpoint, newer.checkpoint, proof);
  } catch (error) {
    if (error instanceof TlogError) throw new LogForked(older, newer, error);
    throw error;
  }
}

function notOne(): HubError {
  return new HubError(
    "unavailable",
    "the log shows another checkpoint to each question, so that it is not known whether they are of one log",
  );
}
