import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, RESTORE_GAP, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom, type ReadOptions } from "@talanoa/platform/bus/read-from.ts";
import { lastOf } from "@talanoa/platform/bus/read-up-to.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { makeFolder } from "@talanoa/platform/durable-file.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { openAppending } from "../folder/append.ts";
import { keptMessage, withoutPayload } from "../folder/kept-message.ts";
import { type Manifest, readManifest, writeManifest } from "../folder/manifest.ts";
import { batchesOf, isLast } from "./batches.ts";
import { sweep } from "./sweep.ts";

export interface CopyOptions {
  readonly bus: Bus;
  /** Made when absent. One program at a time. */
  readonly folder: string;
  readonly keeps: Manifest["keeps"];
  /** Goes on with what comes, until the signal aborts. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Told after each step that is on disk. */
  readonly onCopied?: (copied: Copied) => void;
}

/** How far a backup is. */
export interface Copied {
  /** Messages of this run. */
  readonly messages: number;
  /** The sequence of its last message; 0 while it is empty. */
  readonly upTo: number;
  /** Files that were written anew, because something in them has been erased. */
  readonly rewritten: number;
}

/** The filters of what a backup keeps; none for everything. */
export function keptSubjects(keeps: Manifest["keeps"]): readonly string[] {
  return keeps === "records" ? recordsAlone : [];
}

/** What stays in the stream for good, whatever is erased: no section, no copy of a notice. */
const recordsAlone = [
  ...subjects.recorded,
  subjects.lives,
  "index.>",
  "feed.*.*.statement",
  "feed.*.*.reminder",
];

/**
 * Copies what the stream has and a backup has not yet, then erases from the backup what has been erased from the
 * stream since. Interrupted at any point, the next run goes on from there. Throws `not-found` when there is no stream,
 * `failed-precondition` when the backup is of another one, or keeps something else, or the stream is being put back.
 */
export async function copyStream(options: CopyOptions): Promise<Copied> {
  const { bus, folder, keeps, follow, signal } = options;
  // A broker that has no stream says so here; who reads it would wait for it.
  if ((await readStreamUsage(bus)).isBeingRestored) throw beingRestored();
  await makeFolder(folder);
  const manifest = await manifestOf(options);
  let erasedUpTo = manifest.erased_up_to;
  let copied: Copied = { messages: 0, upTo: 0, rewritten: 0 };
  let appending = await openAppending(folder);
  try {
    const { last } = appending;
    if (last) await checkSame(bus, folder, last);
    copied = { ...copied, upTo: last?.sequence ?? 0 };
    // Of a run that was killed before it: who follows might wait long for the next.
    if (follow) await sweepNow();
    const filters = keptSubjects(keeps);
    const end = follow ? Number.POSITIVE_INFINITY : await lastOf(bus, { filters, signal });
    if (copied.upTo < end) {
      const reading = { filters, startSequence: copied.upTo + 1, signal };
      for await (const batches of readBatches(bus, reading)) {
        // What came since the end was asked for waits.
        const wanted = batches.filter(([first]) => first!.sequence <= end);
        await appending.append(wanted.map((batch) => batch.map((each) => keptAs(each, keeps))));
        const messages = wanted.flat();
        // None of them when that which stood at the end has been erased meanwhile.
        const upTo = messages.at(-1)?.sequence ?? copied.upTo;
        copied = { ...copied, messages: copied.messages + messages.length, upTo };
        if (follow && messages.some(isErasedRecord)) await sweepNow();
        options.onCopied?.(copied);
        if (batches.at(-1)!.at(-1)!.sequence >= end) break;
      }
      if (!follow) signal.throwIfAborted();
    }
    if (!signal.aborted) await sweepNow();
  } finally {
    await appending[Symbol.asyncDispose]();
  }
  return copied;

  async function sweepNow(): Promise<void> {
    const span = { after: erasedUpTo, upTo: copied.upTo };
    // Records alone hold nothing that is ever erased.
    if (keeps === "records" || span.upTo <= span.after) return;
    await appending[Symbol.asyncDispose]();
    const files = await patiently(() => sweep(bus, folder, span, signal), signal);
    appending = await openAppending(folder);
    // The commit point of the sweep: before it, all of it is done again.
    await writeManifest(folder, { talanoa_backup: 1, keeps, erased_up_to: span.upTo });
    erasedUpTo = span.upTo;
    copied = { ...copied, rewritten: copied.rewritten + files };
  }
}

/**
 * Reads as `readFrom`, batch by batch: a backup that ended within one would have a notice without its sections, or a
 * recall without the end of what it recalls. Throws `failed-precondition` when the stream is being put back.
 */
async function* readBatches(bus: Bus, reading: ReadOptions): AsyncGenerator<StoredMessage[][]> {
  let open: StoredMessage[] = [];
  for await (const read of readFrom(bus, reading)) {
    if (read.some(({ subject }) => subject === RESTORE_GAP)) throw beingRestored();
    const batches = batchesOf([...open, ...read]);
    const last = batches.open.at(-1);
    const isWhole = last && (await isLast(bus, last, reading));
    const whole = isWhole ? [...batches.whole, batches.open] : batches.whole;
    open = isWhole ? [] : batches.open;
    if (whole.length > 0) yield whole;
  }
}

async function manifestOf({ bus, folder, keeps, signal }: CopyOptions): Promise<Manifest> {
  const found = await readManifest(folder);
  if (found && found.keeps !== keeps) {
    throw new HubError(
      "failed-precondition",
      `${folder} keeps ${found.keeps}, not ${keeps}: give each its own folder`,
    );
  }
  if (found) return found;
  // Of what was erased before the first message is copied, nothing is copied.
  const erased_up_to = await lastOf(bus, { filters: [], signal });
  const manifest = { talanoa_backup: 1, keeps, erased_up_to } as const;
  await writeManifest(folder, manifest);
  return manifest;
}

/** Throws when the stream has not the last message of the backup, and nothing that took its place. */
async function checkSame(bus: Bus, folder: string, last: BackupMessage): Promise<void> {
  const { sequence, subject, storedAt } = last;
  const end = await lastOf(bus, { filters: [], signal: AbortSignal.timeout(60_000) });
  const standing = await readMessage(bus, EXCHANGE, { seq: sequence });
  const isSame = !standing || (standing.subject === subject && standing.storedAt === storedAt);
  if (end >= sequence && isSame) return;
  throw new HubError(
    "failed-precondition",
    `${folder} is the backup of another stream, or of this one before it was cut short: the backup has ` +
      `${subject.split(".")[0]} at ${sequence}, the stream ${isSame ? `ends at ${end}` : "something else"}. Begin a new folder, and keep this one.`,
  );
}

/** What stands in its gaps is of no stream, and where it ends may be begun anew. */
function beingRestored(): HubError {
  return new HubError(
    "failed-precondition",
    `the stream ${EXCHANGE} is being put back from a backup: it can be backed up when that is done`,
  );
}

function keptAs(message: StoredMessage, keeps: Manifest["keeps"]): BackupMessage {
  const kept = keptMessage(message);
  return keeps === "records" && kept.subject.startsWith("notice.") ? withoutPayload(kept) : kept;
}

function isErasedRecord({ subject }: StoredMessage): boolean {
  return subject.startsWith("record.erased.");
}
