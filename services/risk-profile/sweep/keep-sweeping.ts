import { setTimeout as sleep } from "node:timers/promises";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import { giveUpParts } from "../parts/give-up-parts.ts";
import type { Screening } from "../screening.ts";
import { sweep } from "./sweep.ts";

/** Sweeps at once and then each so many milliseconds, until the signal aborts. Throws what no patience mends. */
export async function keepSweeping(
  screening: Screening,
  {
    every,
    log,
    signal,
  }: { readonly every: number; readonly log: Logger; readonly signal: AbortSignal },
): Promise<void> {
  for (;;) {
    const swept = await retryUntil(() => sweep(screening), signal);
    if (Object.values(swept).some((count) => count > 0)) log.info(swept, "what was due is gone");
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
