import { EXCHANGE, RESTORE_GAP } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import {
  type ExchangeStreamOptions,
  exchangeSettings,
} from "@talanoa/platform/bus/exchange-stream.ts";
import type { ApiAnswer } from "@talanoa/platform/bus/refusal.ts";
import { HubError } from "@talanoa/platform/errors.ts";

/** Since when a stream is being put back, Unix ms: in its metadata, which stays. */
const BEGUN = "talanoa-restore-begun";
const NO_STREAM = 10059;
/** Purging goes through all blocks of the stream: milliseconds. */
const PURGE_WITHIN = 600_000;

/** A stream that is being put back from a backup. */
export interface RestoringStream {
  /** When that was begun first, Unix ms. */
  readonly begun: number;
  /** The last sequence that stands; 0 for none. */
  readonly last: number;
  /** Whether it serves already: all was put back, and the answer to the last step may have been lost. */
  readonly finished: boolean;
}

interface StreamAnswer extends ApiAnswer {
  readonly config?: { readonly subjects: string[]; readonly metadata?: { [name: string]: string } };
  readonly state?: { readonly last_seq: number };
}

/**
 * Makes the stream in a broker that has none, or goes on with one whose restoring was interrupted. Until it is finished
 * it has other settings than the services need: none of them starts on it. `failed-precondition` when there is a
 * stream that no restore has made; one that a restore has finished may be in use since, which who asks must look at.
 *
 * @param now Unix ms
 */
export async function beginRestoring(
  bus: Bus,
  options: ExchangeStreamOptions,
  now: number,
): Promise<RestoringStream> {
  const settings = exchangeSettings(options);
  const subjects = [...(settings.subjects ?? []), RESTORE_GAP];
  const found = await ask(bus, "INFO", undefined);
  if (found.error?.err_code === NO_STREAM) {
    const metadata = { [BEGUN]: String(now) };
    accepted(await ask(bus, "CREATE", { ...settings, subjects, metadata }));
    return { begun: now, last: 0, finished: false };
  }
  const { config, state } = accepted(found);
  const begun = Number(config?.metadata?.[BEGUN] ?? 0);
  const last = state?.last_seq ?? 0;
  if (!config?.subjects.includes(RESTORE_GAP) || !begun) {
    if (!begun) throw streamInUse();
    return { begun, last, finished: true };
  }
  // It may have been too small.
  const metadata = { [BEGUN]: String(begun) };
  accepted(await ask(bus, "UPDATE", { ...settings, subjects, metadata }));
  return { begun, last, finished: false };
}

/** Why a backup is not put back into this broker. */
export function streamInUse(): HubError {
  return new HubError(
    "failed-precondition",
    `the broker has a stream ${EXCHANGE}: a backup is put back into an empty broker alone. Keep what it has: move its data away, or use another.`,
  );
}

/** Takes out what stands in the gaps. */
export async function clearGaps(bus: Bus): Promise<void> {
  accepted(await ask(bus, "PURGE", { filter: RESTORE_GAP }, PURGE_WITHIN));
}

/** Gives the stream the settings with which it serves. */
export async function finishRestoring(
  bus: Bus,
  options: ExchangeStreamOptions,
  { begun }: RestoringStream,
): Promise<void> {
  const metadata = { [BEGUN]: String(begun) };
  accepted(await ask(bus, "UPDATE", { ...exchangeSettings(options), metadata }));
}

async function ask(
  bus: Bus,
  what: "INFO" | "CREATE" | "UPDATE" | "PURGE",
  request: object | undefined,
  timeout = 30_000,
): Promise<StreamAnswer> {
  const payload = request === undefined ? "" : JSON.stringify(request);
  const answer = await bus.request(`${bus.api}.STREAM.${what}.${EXCHANGE}`, payload, { timeout });
  return answer.json<StreamAnswer>();
}

function accepted(answer: StreamAnswer): StreamAnswer {
  if (answer.error === undefined) return answer;
  throw new HubError("unavailable", `the stream ${EXCHANGE}: ${answer.error.description}`);
}
