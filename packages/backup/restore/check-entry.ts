import { type BackupMessage, Record } from "@talanoa/contract/generated/talanoa.ts";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import { headerOf } from "../folder/kept-message.ts";

/**
 * Throws `failed-precondition` when an entry of the directory is not what its record says. Nobody signs entries, and a
 * key that was entered by whoever had the backup would be believed; the record is bound by the log's checkpoint.
 */
export function checkEntry(message: BackupMessage): void {
  if (!message.subject.startsWith("directory.")) return;
  const record = recordBytes(headerOf(message, RECORD_HEADER));
  const digest = Record.decode(record).facts?.directoryChanged?.digest ?? new Uint8Array();
  if (Buffer.compare(digest, sha256(message.payload)) === 0) return;
  throw new HubError(
    "failed-precondition",
    `the directory's entry at ${message.sequence} (${message.subject}) is not what its record says: the backup was changed. Nothing of it is put back.`,
  );
}
