import { setTimeout as sleep } from "node:timers/promises";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
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
    await sleep(every, undefined, { signal });
  }
}
