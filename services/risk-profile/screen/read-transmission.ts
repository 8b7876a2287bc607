import { setImmediate } from "node:timers/promises";
import type { Issue } from "@talanoa/passenger/issue.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { type Assembler, createAssembler, keyOf } from "@talanoa/passenger/assemble.ts";
import type { ReadMessage } from "@talanoa/passenger/message-frame.ts";
import { packingOf } from "@talanoa/passenger/packing.ts";
import { readMessages } from "@talanoa/passenger/read-messages.ts";
import { invalidField } from "@talanoa/platform/errors.ts";
import { most } from "../limits.ts";
import { TransmissionSize } from "./transmission-size.ts";

/** What was read of a transmission. */
export interface ReadTransmission {
  /** Those that are PAXLST or PNRGOV and whole. */
  readonly messages: readonly PassengerMessage[];
  /** Parts of others. There is at least one message or part. */
  readonly parts: readonly ReadMessage[];
  /** The parts of each of the messages that came in parts and are whole. */
  readonly wholes: readonly (readonly ReadMessage[])[];
  /** Of its interchanges, and of messages of other kinds. */
  readonly issues: readonly Issue[];
}

/** One message has no more than a transmission: what is over it takes no memory. */
const limits = { messageSegments: most.segments };
const SLICE_BYTES = 64 * 1024;

/**
 * Reads the messages of a transmission. What may not be kept of them is left out or masked in this very
 * step (packages/passenger/privacy): nothing after it ever sees it. Throws HubError when there are none.
 */
export async function readTransmission(bytes: Uint8Array): Promise<ReadTransmission> {
  const packing = packingOf(bytes);
  if (packing) {
    throw invalidField("chunk", "message-packed", `It is packed by ${packing}: unpack it first.`);
  }
  const messages: PassengerMessage[] = [];
  const issues: Issue[] = [];
  const { assembler, waiting, wholes } = collectingAssembler();
  for await (const reading of readMessages(slicesOf(bytes), { assembler, limits })) {
    if (reading.kind === "paxlst" || reading.kind === "pnrgov") messages.push(reading);
    else issues.push(...reading.issues);
  }
  const parts = waiting();
  if (messages.length + parts.length > 0) {
    return { messages, parts, wholes, issues };
  }
  const found = issues.map(({ code }) => code).slice(0, 3);
  const description = `Send PAXLST or PNRGOV messages in EDIFACT: none was found (${found.join(", ") || "no data"}).`;
  throw invalidField("chunk", "message-readable", description);
}

/**
 * Joins what is whole within a transmission, and keeps at hand what is not. Throws HubError as soon as there is more
 * than there may be, of parts too.
 */
function collectingAssembler() {
  const joining = createAssembler();
  /** Parts that came and are in no whole message yet, by message. */
  const came = new Map<string, ReadMessage[]>();
  const wholes: ReadMessage[][] = [];
  const size = new TransmissionSize();
  const assembler: Assembler = {
    add(read) {
      const { message } = read;
      size.add(message);
      if (message.kind === "other") return [message];
      if (!message.transfer) return joining.add(read);
      const key = keyOf(message);
      came.set(key, [...(came.get(key) ?? []), read]);
      const given = joining.add(read);
      if (given.some(({ complete }) => complete)) {
        wholes.push(came.get(key)!);
        came.delete(key);
      }
      return given;
    },
    flush: () => [],
  };
  return { assembler, waiting: joining.waiting, wholes };
}

/** Others get their turn between slices: a large push takes seconds to read. */
async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await setImmediate();
  }
}
