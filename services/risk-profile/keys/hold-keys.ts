import { setTimeout as sleep } from "node:timers/promises";
import { type Lead, leadHolder, takeLead } from "@talanoa/platform/database/lead.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Logger } from "@talanoa/platform/logging.ts";
import type { Pool } from "pg";

/** How often a process that waits for the keys asks for them, in ms. */
const EVERY = 200;

/**
 * Has the keys, and the database that they belong to, for this process alone: the database keeps that for a connection,
 * so that it ends with the process, however that ends. While another process has them this one waits, and says so. Once
 * they are lost to another, which is after the database was away, `fail` is called.
 */
export async function holdKeys(
  pool: Pool,
  {
    log,
    signal,
    fail,
  }: { readonly log: Logger; readonly signal: AbortSignal; fail(error: Error): void },
): Promise<AsyncDisposable> {
  let lead = await takeLead(pool);
  if (!lead) log.warn(waits);
  while (!lead) {
    await sleep(EVERY, undefined, { signal });
    lead = await takeLead(pool);
  }
  const over = new AbortController();
  const holding = keepHolding(pool, lead, over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) fail(error as Error);
  });
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await holding;
    },
  };
}

/** Takes the lead again each time that it is lost, until the signal aborts. Throws when another process has it. */
async function keepHolding(pool: Pool, first: Lead, signal: AbortSignal): Promise<void> {
  for (let lead = first; !signal.aborted;) {
    {
      await using held = lead;
      await aborted(AbortSignal.any([signal, held.lost]));
    }
    if (signal.aborted) return;
    lead = await takeAgain(pool, lead, signal);
  }
}

/** Waits while the database is away, or keeps the lead for the connection that was lost. Throws when another has it. */
async function takeAgain(pool: Pool, { holder }: Lead, signal: AbortSignal): Promise<Lead> {
  for (;;) {
    const lead = await takeLead(pool);
    if (lead) return lead;
    const has = await retryUntil(() => leadHolder(pool), signal);
    if (has !== null && has !== holder) throw new Error(isLost);
    await sleep(EVERY, undefined, { signal });
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await promise;
}

const waits =
  "another process uses the database of TALANOA_POSTGRES_URL and the keys in TALANOA_DATA_DIR: this one waits until it has ended";
const isLost =
  "while the database was away another process has taken over the keys in TALANOA_DATA_DIR: one process at a time uses them";
