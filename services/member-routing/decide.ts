import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { holdersBy, readMarkers } from "@talanoa/platform/bus/markers.ts";
import { type Around, referenceHolders } from "./holders.ts";
import { readNotice, standingNotice } from "./read-notice.ts";
import { type Routed, routedNotice } from "./routed-notice.ts";
import { readStatement, routedStatement } from "./routed-statement.ts";
import { safeRecordOf } from "./safe-record.ts";

/**
 * Decides on a notice or a statement where it stands, with the directory as of there. `now` is Unix
 * ms. Rejects only when the broker does not answer.
 */
export async function decide(around: Around, message: StoredMessage, now: number): Promise<Routed> {
  return message.subject.startsWith("notice.")
    ? decideNotice(around, message, now)
    : decideStatement(around, message, now);
}

async function decideNotice(
  around: Around,
  message: StoredMessage,
  routedAt: number,
): Promise<Routed> {
  const standing = standingNotice(message);
  const read = readNotice(standing);
  const directory = around.directory.at(message.sequence);
  const holders = await referenceHolders(around, read, message.sequence);
  return routedNotice(standing, read, { directory, holders, routedAt });
}

async function decideStatement(
  { bus, directory }: Around,
  message: StoredMessage,
  now: number,
): Promise<Routed> {
  const { subject, payload, storedAt, sequence } = message;
  const [, origin = "", id = ""] = subject.split(".");
  const standing = { origin, id, payload, storedAt, record: safeRecordOf(message) };
  const notice = readStatement(standing)?.statement.notice;
  const markers = notice ? await readMarkers(bus, notice) : [];
  const [first] = markers;
  const stated = first ? { card: first.card, holders: holdersBy(markers) } : null;
  return routedStatement(standing, stated, directory.at(sequence), now);
}
