import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { STORED_AT } from "@talanoa/contract/records.ts";
import { StreamMessage, type StoredMessage } from "@talanoa/platform/bus/stored-message.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { sha256 } from "@talanoa/sharing/notice/digest.ts";

/** A message of the stream as a backup keeps it. */
export function keptMessage(message: StoredMessage): BackupMessage {
  const { sequence, storedAt, subject, payload } = message;
  return { sequence, storedAt, subject, headers: ownHeaders(message), payload, leftOut: nothing };
}

/** The same without its payload, of which the digest stays. */
export function withoutPayload(message: BackupMessage): BackupMessage {
  if (message.payload.length === 0) return message;
  return { ...message, payload: nothing, leftOut: sha256(message.payload) };
}

/** The headers of a message, but those that the broker alone reads, and the one that says when it was stored first. */
export function ownHeaders(message: StoredMessage): { name: string; value: string }[] {
  // Anything else has not all headers at hand.
  if (!(message instanceof StreamMessage)) throw new HubError("internal", "not as it was read");
  return message.headers().filter(({ name }) => !name.startsWith("Nats-") && name !== STORED_AT);
}

/** The value of a header; undefined when absent. */
export function headerOf({ headers }: Pick<BackupMessage, "headers">, name: string) {
  return headers.find((header) => header.name === name)?.value;
}

const nothing = new Uint8Array();
