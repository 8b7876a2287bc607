import { randomFillSync } from "node:crypto";
import { type Facts, Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { recordBytes, recordHeader } from "./record-header.ts";
import { RECORD_HEADER, type Step } from "@talanoa/contract/records.ts";
import { subjects } from "@talanoa/contract/subjects.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { Outgoing } from "./unit.ts";

/** A record before it has its nonce. */
export type NewRecord = Omit<Init<Record>, "nonce" | "facts"> & { readonly facts: Init<Facts> };

const NONCE_BYTES = 16;

// Asking for 16 bytes costs 30 µs, for 4,096 as much: more than the rest of a record.
const random = Buffer.alloc(4_096);
let unused = 0;

/** The next 16 random bytes, for a record. */
export function newNonce(): Buffer {
  if (unused === 0) {
    randomFillSync(random);
    unused = random.length;
  }
  unused -= NONCE_BYTES;
  return Buffer.from(random.subarray(unused, unused + NONCE_BYTES));
}

/** The record that a message carries; null when it has none. */
export function recordOf(message: StoredMessage): Record | null {
  const text = message.header(RECORD_HEADER);
  return text ? Record.decode(recordBytes(text)) : null;
}

/**
 * A message that carries a record and nothing else. On the subject `record.<step>` its id keeps it
 * from being stored twice, on a subject of its own the expected sequence.
 */
export function recordMessage(
  record: NewRecord,
  where: { readonly step: Step } | { readonly subject: string; readonly lastSequence: number },
): Outgoing {
  const nonce = newNonce();
  const message = { payload: new Uint8Array(), headers: recordHeader({ ...record, nonce }) };
  if ("step" in where) {
    return { ...message, subject: subjects.record(where.step), messageId: nonce.toString("hex") };
  }
  const { subject, lastSequence } = where;
  return { ...message, subject, expect: { lastSequence } };
}
