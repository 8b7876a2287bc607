import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { erasedBy } from "@talanoa/platform/bus/tombstone.ts";
import { readRecord } from "@talanoa/sharing/record/entry.ts";

const NOTICES = "notice.>";

/** A message as it stood before it was erased, by its tombstone: without its content, which is gone. */
export function asItStood(tombstone: StoredMessage): StoredMessage | null {
  const erased = erasedBy(tombstone);
  if (!erased) return null;
  const { subject } = tombstone;
  const header = (name: string) => tombstone.header(name);
  return { subject, ...erased, payload: new Uint8Array(), header };
}

/** What stood at a place where a record was read, by its tombstone: only notices are erased. */
export async function erasedAt(
  bus: Bus,
  sequence: number,
  record: Uint8Array,
): Promise<StoredMessage | undefined> {
  const notice = readRecord(record)?.facts?.accepted?.notice;
  if (!notice) return undefined;
  const subject = subjects.noticeAnyPrecedence(notice);
  const last = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  const stood = last && asItStood(last);
  return stood?.sequence === sequence ? stood : undefined;
}

/**
 * The messages after a place in the stream that a log would miss there, since they were erased: by their
 * tombstones, in the order in which they stood. Nothing is erased before the log has its record, so a
 * log that is kept misses none; one that is made again needs them all.
 */
export async function erasedAfter(
  bus: Bus,
  position: number,
  signal: AbortSignal,
): Promise<StoredMessage[]> {
  const { messages, firstSequence, lastSequence } = await readStreamUsage(bus);
  if (messages > lastSequence - firstSequence) return [];
  const found = await tombstonesAfter(bus, position, signal);
  return found
    .flatMap((tombstone) => asItStood(tombstone) ?? [])
    .filter(({ sequence }) => sequence > position)
    .sort((one, other) => one.sequence - other.sequence);
}

/** All tombstones that stand after a place in the stream. */
export async function tombstonesAfter(
  bus: Bus,
  position: number,
  signal: AbortSignal,
): Promise<StoredMessage[]> {
  const last = await readMessage(bus, EXCHANGE, { last_by_subj: NOTICES });
  const found: StoredMessage[] = [];
  if (!last || last.sequence <= position) return found;
  const startSequence = position + 1;
  const options = { filters: [NOTICES], startSequence, headersOnly: true, signal };
  for await (const messages of readFrom(bus, options)) {
    found.push(...messages.filter(erasedBy));
    if (messages.at(-1)!.sequence >= last.sequence) break;
  }
  return found;
}
