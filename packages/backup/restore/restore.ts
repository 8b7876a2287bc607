import type { Bus } from "@talanoa/platform/bus/connection.ts";
import type { ExchangeStreamOptions } from "@talanoa/platform/bus/exchange-stream.ts";
import { readUpTo } from "@talanoa/platform/bus/read-up-to.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { keptMessage } from "../folder/kept-message.ts";
import { ContentDigest } from "./content-digest.ts";
import { mergedMessages } from "./merge.ts";
import { type Planned, type PlanReport, RestorePlan } from "./plan.ts";
import { PuttingBack } from "./put-back.ts";
import { beginRestoring, clearGaps, finishRestoring, streamInUse } from "./restoring-stream.ts";
import { type Survey, survey } from "./survey.ts";

export interface RestoreOptions {
  readonly bus: Bus;
  /** Backups of one stream, in any order: content of one, and the records since of another. */
  readonly folders: readonly string[];
  readonly stream: ExchangeStreamOptions;
  /** Unix ms: what expires up to then is not put back. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Told how far it is, by the places of the stream. */
  readonly onProgress?: (place: number, of: number) => void;
}

/** What was put back, and what was not. */
export interface Restored extends PlanReport {
  /** Of the last message that the backups have. */
  readonly upTo: Survey["upTo"];
}

/**
 * Puts the stream back from backups into a broker that has none: each message at its place, with the time at which it
 * was stored first, and none of the content that is gone by what the backups tell. Then reads all of it again and
 * compares. No service can start on the stream before that. Interrupted, it goes on where it was; finished, it
 * compares again and changes nothing.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { bus, folders, stream, signal, onProgress } = options;
  const found = await survey(folders, signal);
  const upTo = found.upTo.sequence;
  const restoring = await beginRestoring(bus, stream, options.now);
  const plan = new RestorePlan(found.gone(restoring.begun), restoring.begun);
  const digest = new ContentDigest();
  const putting = new PuttingBack(bus, restoring.last, signal);
  let end = upTo;
  for await (const planned of plannedMessages(folders, plan, found)) {
    signal.throwIfAborted();
    digest.add(planned);
    // Tombstones stand behind what the backups have.
    end = Math.max(end, planned.sequence);
    // Into a stream that serves nothing is written.
    if (!restoring.finished) await putting.put(planned);
    onProgress?.(planned.sequence, upTo);
  }
  const restored = { ...plan.report, upTo: found.upTo };
  if (restoring.finished) {
    const isIts = restoring.last === end && !(await differences(bus, digest, signal));
    if (!isIts) throw streamInUse();
    return restored;
  }
  await putting.fillUpTo(upTo);
  await putting.flush();
  await clearGaps(bus);
  const differing = await differences(bus, digest, signal);
  if (differing) {
    throw new HubError(
      "failed-precondition",
      `the stream has other messages than the backups: ${differing}. It serves nobody. Begin again with an empty broker.`,
    );
  }
  // The commit point: from here on services start on it.
  await finishRestoring(bus, stream, restoring);
  return restored;
}

/** What a restore would do, without a broker. */
export async function tryRestore({
  folders,
  now,
  signal,
}: Pick<RestoreOptions, "folders" | "now" | "signal">): Promise<Restored> {
  const found = await survey(folders, signal);
  const plan = new RestorePlan(found.gone(now), now);
  for await (const _ of plannedMessages(folders, plan, found)) signal.throwIfAborted();
  return { ...plan.report, upTo: found.upTo };
}

async function* plannedMessages(
  folders: readonly string[],
  plan: RestorePlan,
  { upTo }: Survey,
): AsyncGenerator<Planned, void, void> {
  for await (const message of mergedMessages(folders)) {
    // A backup that grew since: of what comes then it is not known what is gone.
    if (message.sequence > upTo.sequence) break;
    const planned = plan.next(message);
    if (planned) yield planned;
  }
  yield* plan.buried(upTo.sequence + 1);
}

/** How what stands differs from what was to be put back; null when it does not. */
async function differences(
  bus: Bus,
  meant: ContentDigest,
  signal: AbortSignal,
): Promise<string | null> {
  const standing = new ContentDigest();
  for await (const message of readUpTo(bus, { filters: [], startSequence: 1, signal }))
    standing.add(keptMessage(message));
  const [found, wanted] = [standing.result(), meant.result()];
  if (found.digest === wanted.digest) return null;
  return `${found.messages} stand, ${wanted.messages} were to`;
}
