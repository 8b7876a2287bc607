import {
  ERASED_AT,
  ERASED_DIGEST,
  ERASED_SEQUENCE,
  RECORD_HEADER,
} from "@talanoa/contract/records.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { Outgoing } from "./unit.ts";

/** Where a message stood that was erased. */
export interface Erased {
  readonly sequence: number;
  /** When the stream had stored it, Unix ms. */
  readonly storedAt: number;
}

/** What a tombstone stands for; null for a message that is none. */
export function erasedBy(message: Pick<StoredMessage, "header">): Erased | null {
  const sequence = Number(message.header(ERASED_SEQUENCE) ?? 0);
  if (!Number.isSafeInteger(sequence) || sequence <= 0) return null;
  return { sequence, storedAt: Number(message.header(ERASED_AT) ?? 0) };
}

/** Where a message stands, or stood before it was erased. */
export function firstPlace(message: StoredMessage): number {
  return erasedBy(message)?.sequence ?? message.sequence;
}

/** What stands in the place of a message once its content is gone: its record, and where it stood. */
export function tombstoneOf(message: StoredMessage): Outgoing {
  const { subject, sequence, payload } = message;
  const headers = tombstoneHeaders(message, sha256(payload));
  return { subject, payload: new Uint8Array(), headers, expect: { lastSequence: sequence } };
}

/** The headers of a tombstone, by the digest of the payload that is gone. */
export function tombstoneHeaders(
  message: Pick<StoredMessage, "sequence" | "storedAt" | "header">,
  digest: Uint8Array,
): Record<string, string> {
  const { sequence, storedAt } = message;
  const record = message.header(RECORD_HEADER);
  return {
    ...(record !== undefined && { [RECORD_HEADER]: record }),
    [ERASED_SEQUENCE]: String(sequence),
    [ERASED_AT]: String(storedAt),
    [ERASED_DIGEST]: Buffer.from(digest).toString("hex"),
  };
}
