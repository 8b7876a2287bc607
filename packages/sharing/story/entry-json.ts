import { stepField, steps } from "@talanoa/contract/records.ts";
import { base64 } from "@talanoa/crypto/bytes.ts";
import { type Json, messageJson } from "../text/message-json.ts";
import { isoTime } from "../text/time-text.ts";
import { entryState } from "./entry-state.ts";
import type { ShownEntry } from "./shown-entry.ts";

/** An entry for a program. */
export function entryJson(entry: ShownEntry): { [field: string]: Json } {
  const { index, step, at, parts, row, altered } = entry;
  const state = entryState(entry);
  if (altered) return { index, altered, state };
  return {
    index,
    step,
    at: isoTime(at),
    ...(state && { state }),
    parts: parts.map(({ party, participant, principal, exercise, facts }) => {
      const field = facts && stepField(facts);
      return {
        party,
        participant,
        principal,
        exercise,
        ...(field && { [steps[field]]: messageJson(facts[field]!) }),
      };
    }),
    entry: base64(row.entry),
  };
}
