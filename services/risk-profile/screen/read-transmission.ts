import { setImmediate } from "node:timers/promises";
import type { Issue } from "@talanoa/passenger/issue.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { type Assembler, createAssembler, keyOf } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import { readMessages } from "@talanoa/passenger/read-messages.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import { most } from "../limits.ts";
import { refused } from "../refusals.ts";

/** What was read of a transmission. */
export interface ReadTransmission {
  /** Those that are PAXLST or PNRGOV and whole. */
  readonly messages: readonly PassengerMessage[];
  /** Parts of others. There is at least one message or part. */
  readonly parts: readonly ReadMessage[];
  /** Keys of the messages that came in parts and are whole (keyOf). */
  readonly joined: readonly string[];
  /** Of its interchanges, and of messages of other kinds. */
  readonly issues: readonly Issue[];
}

const SLICE_BYTES = 64 * 1024;

/**
 * Reads the messages of a transmission. What may not be kept of them is left out or masked in this very
 * step (packages/passenger/privacy): nothing after it ever sees it. Throws HubError when there are none.
 */
export async function readTransmission(bytes: Uint8Array): Promise<ReadTransmission> {
  const messages: PassengerMessage[] = [];
  const issues: Issue[] = [];
  let travellers = 0;
  const { assembler, parts, joined } = collectingAssembler();
  for await (const reading of readMessages(slicesOf(bytes), { assembler })) {
    if (reading.kind === "paxlst" || reading.kind === "pnrgov") messages.push(reading);
    else issues.push(...reading.issues);
    if ("travellers" in reading) travellers += reading.travellers.length;
    if (travellers > most.travellers) throw refused("transmission-travellers");
  }
  const waiting = [...parts.values()].flat();
  if (messages.length + waiting.length > 0) {
    return { messages, parts: waiting, joined: [...joined], issues };
  }
  const found = issues.map(({ code }) => code).slice(0, 3);
  const description = `Send PAXLST or PNRGOV messages in EDIFACT: none was found (${found.join(", ") || "no data"}).`;
  throw invalidField("chunk", "message-readable", description);
}

/** Joins what is whole within a transmission, and keeps at hand what is not. */
function collectingAssembler() {
  const joining = createAssembler();
  const parts = new Map<string, ReadMessage[]>();
  const joined = new Set<string>();
  const assembler: Assembler = {
    add(read) {
      const { message } = read;
      if (message.kind === "other") return [message];
      const key = keyOf(message);
      if (message.transfer) parts.set(key, [...(parts.get(key) ?? []), read]);
      const whole = joining.add(read);
      for (const each of whole) {
        if (!each.transfer) continue;
        parts.delete(keyOf(each));
        joined.add(keyOf(each));
      }
      return whole;
    },
    flush: () => [],
  };
  return { assembler, parts, joined };
}

/** Others get their turn between slices: a large push takes seconds to read. */
async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await setImmediate();
  }
}
