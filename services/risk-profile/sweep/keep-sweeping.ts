import { setTimeout as sleep } from "node:timers/promises";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { giveUpParts } from "../parts/give-up-parts.ts";
import type { Screening } from "../screening.ts";
import { clockAhead } from "./clock-ahead.ts";
import { sweep } from "./sweep.ts";

interface SweepOptions {
  readonly bus: Bus;
  /** Milliseconds. */
  readonly every: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** By how many ms clocks may differ before it is told. */
const CLOCKS = 60_000;

/** Sweeps at once and then each so many milliseconds, until the signal aborts. Throws what no patience mends. */
export async function keepSweeping(screening: Screening, options: SweepOptions): Promise<void> {
  const { every, log, signal } = options;
  for (;;) {
    await sweepDue(screening, options);
    // What is due is gone by then: a message in parts is not held longer for having come in parts.
    const givenUp = await retryUntil(() => giveUpParts(screening), signal);
    if (givenUp > 0)
      log.warn(
        { messages: givenUp },
        "messages never became whole: what came of them was screened",
      );
    await sleep(every, undefined, { signal });
  }
}

/**
 * Sweeps by the time that database and broker agree with: what goes is gone for good, and a clock that jumped ahead
 * would take all. While the broker does not answer nothing goes.
 */
async function sweepDue(screening: Screening, { bus, log, signal }: SweepOptions): Promise<void> {
  let ahead: number;
  try {
    ahead = await retryUntil(() => clockAhead(screening, bus), signal);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return;
  }
  if (ahead > CLOCKS)
    log.warn(
      { ms: ahead },
      "the clock of this machine is ahead of the database's or the broker's: what is due waits for theirs",
    );
  const at = screening.now() - ahead;
  const { unscreened, ...swept } = await retryUntil(() => sweep(screening, at), signal);
  if (Object.values(swept).some((count) => count > 0)) log.info(swept, "what was due is gone");
  if (unscreened > 0)
    log.warn(
      { parts: unscreened },
      "parts of messages were due before they could be screened, and are gone: ask for them again",
    );
}
