import type { NoticeRef, Record } from "@talanoa/contract/generated/talanoa.ts";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import {
  type LogEntry,
  logEntry,
  readRecord,
  unreadableEntry,
} from "@talanoa/sharing/record/entry.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";
import type { Places } from "@talanoa/sharing/record/places.ts";

/** A record on its way into the log: all that its rows say but its index and what follows from that. */
export interface LoggedRecord {
  readonly sequence: number;
  readonly storedAt: number;
  /** The record, whether it stood in the header packed or not; what stood there instead when it cannot be read. */
  readonly bytes: Uint8Array;
  /** Null when it cannot be read. */
  readonly record: Record | null;
  readonly at: number;
  readonly exercise: boolean;
  readonly participant: string;
  readonly principal: string;
  readonly notices: readonly NoticeRef[];
}

/** What the log keeps of a message, from its header alone. */
export function loggedRecord(message: StoredMessage): LoggedRecord {
  const { sequence, storedAt } = message;
  return readLogged({ sequence, storedAt, bytes: recordBytes(message.header(RECORD_HEADER)) });
}

/** The bytes of a record with where they stood and when they were stored, as the log keeps them. */
type Stored = Pick<LoggedRecord, "sequence" | "storedAt" | "bytes">;

/** What the log keeps of bytes that should be a record. */
export function readLogged(stored: Stored): LoggedRecord {
  return loggedAs(stored, readRecord(stored.bytes));
}

/** What the log keeps of a record; null for bytes that it could not read when it took them in. */
export function loggedAs(stored: Stored, record: Record | null): LoggedRecord {
  if (!record) return unreadLogged(stored);
  const { at, exercise, participant, principal, facts } = record;
  const notices = facts ? noticesOf(facts) : [];
  return { ...stored, record, at, exercise, participant, principal, notices };
}

function unreadLogged(stored: Stored): LoggedRecord {
  const nobody = { exercise: false, participant: "", principal: "", notices: [] };
  return { ...stored, record: null, at: stored.storedAt, ...nobody };
}

/** The entry of a record at its places in the log. */
export function entryOf(
  {
    sequence,
    storedAt,
    bytes,
    record,
  }: Pick<LoggedRecord, "sequence" | "storedAt" | "bytes" | "record">,
  places: Places,
): LogEntry {
  return record ? logEntry(record, places) : unreadableEntry(bytes, sequence, storedAt);
}
