import type { Record } from "@talanoa/contract/generated/talanoa.ts";
import { type LogEntry, logEntry, readRecord, unreadableEntry } from "./entry.ts";
import { notedPlaces } from "./places.ts";

/** A record as the log keeps it: all that its entry is made of. */
export interface StoredRecord {
  /** Place in the stream. */
  readonly sequence: number;
  /** When the stream took it in, Unix ms. */
  readonly storedAt: number;
  /** Of the record; as it stood in the header when that was none. */
  readonly bytes: Uint8Array;
  /** Its places in the log, as `noting` notes them. */
  readonly places: readonly number[];
}

/** What follows from a stored record. */
export interface FollowedRecord {
  /** Null when it is logged as unknown. */
  readonly record: Record | null;
  readonly its: LogEntry;
}

/**
 * The entry that follows from a stored record; null when the log has another there. A record that this version
 * can read may have been unknown to the one that logged it: then the entry commits to its bytes as such.
 */
export function followRecord(stored: StoredRecord, entry: Uint8Array): FollowedRecord | null {
  const { sequence, storedAt, bytes, places } = stored;
  const follows = (its: LogEntry) => Buffer.compare(its.entry, entry) === 0;
  const record = readRecord(bytes);
  if (record) {
    const its = logEntry(record, notedPlaces(places));
    if (follows(its)) return { record, its };
  }
  const its = unreadableEntry(bytes, sequence, storedAt);
  return follows(its) ? { record: null, its } : null;
}
