import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import {
  type LogEntry,
  logEntry,
  readRecord,
  unreadableEntry,
} from "@talanoa/sharing/record/entry.ts";
import { noticesOf } from "@talanoa/sharing/record/notices.ts";

/** A record on its way into the log: all that its rows say but its index. */
export interface LoggedRecord {
  readonly sequence: number;
  readonly storedAt: number;
  /** The record as it stood in the header; what stood there instead when it cannot be read. */
  readonly bytes: Uint8Array;
  readonly readable: boolean;
  readonly its: LogEntry;
  readonly at: number;
  readonly exercise: boolean;
  readonly participant: string;
  readonly principal: string;
  readonly notices: readonly NoticeRef[];
}

/** What the log keeps of a message, from its header alone. */
export function loggedRecord(message: StoredMessage): LoggedRecord {
  const { sequence, storedAt } = message;
  const header = message.header(RECORD_HEADER) ?? "";
  const decoded = Buffer.from(header, "base64");
  const record = readRecord(decoded);
  if (!record) {
    // Node reads over what is no base64: keep all of it.
    const bytes = decoded.toString("base64") === header ? decoded : Buffer.from(header);
    const its = unreadableEntry(bytes, sequence, storedAt);
    const nobody = { exercise: false, participant: "", principal: "", notices: [] };
    return { sequence, storedAt, bytes, readable: false, its, at: storedAt, ...nobody };
  }
  const { at, exercise, participant, principal, facts } = record;
  const notices = facts ? noticesOf(facts) : [];
  const who = { at, exercise, participant, principal, notices };
  const its = logEntry(record);
  return { sequence, storedAt, bytes: decoded, readable: true, its, ...who };
}
