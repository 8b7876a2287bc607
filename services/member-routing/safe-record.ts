import type { Record } from "@talanoa/contract/generated/talanoa.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";

/** The record that a message carries; null when it has none or it cannot be read. */
export function safeRecordOf(message: StoredMessage): Record | null {
  try {
    return recordOf(message);
  } catch {
    return null;
  }
}
