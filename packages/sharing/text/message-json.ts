import {
  alertTypeWords,
  directionWords,
  doorWords,
  kindWords,
  operationPhaseWords,
  outcomeWords,
  overdueWords,
  precedenceWords,
  purposeWords,
  timePrecisionWords,
  tlpWords,
  withdrawalReasonWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { base64, hex } from "@talanoa/crypto/bytes.ts";
import { isoTime } from "./time-text.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Fields of messages that hold a code, and the words of it. */
export type CodeFields = { readonly [field: string]: { readonly [code: number]: string } };

const codeFields: CodeFields = {
  alertType: alertTypeWords,
  outcome: outcomeWords,
  reason: withdrawalReasonWords,
  direction: directionWords,
  precision: timePrecisionWords,
  phase: operationPhaseWords,
  of: overdueWords,
  reminder: overdueWords,
  kind: kindWords,
  tlp: tlpWords,
  precedence: precedenceWords,
  door: doorWords,
  purpose: purposeWords,
};

const TIME = /(At|^answerBy)$/;

/**
 * A message of the contract as JSON: what is set, fields in snake_case, codes as words, times as ISO
 * 8601, digests in hexadecimal, other bytes as base64. `codes` are of fields whose names mean other things elsewhere.
 */
export function messageJson(message: object, codes: CodeFields = {}): { [key: string]: Json } {
  const json: { [key: string]: Json } = {};
  for (const [field, value] of Object.entries(message)) {
    if (value === null || value === undefined || field.startsWith("$")) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const words = codes[field] ?? codeFields[field];
    if (words && typeof value === "number") json[snake(field)] = wordOf(words, value);
    else if (TIME.test(field) && typeof value === "number") json[snake(field)] = isoTime(value);
    else if (/digest$/i.test(field) && value instanceof Uint8Array) json[snake(field)] = hex(value);
    else json[snake(field)] = valueJson(value);
  }
  return json;
}

function valueJson(value: unknown): Json {
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(valueJson);
  if (typeof value === "object" && value !== null) return messageJson(value);
  return value as Json;
}

function snake(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
