import { setImmediate } from "node:timers/promises";
import type { Issue } from "@talanoa/passenger/issue.ts";
import type { PassengerMessage } from "@talanoa/passenger/model/message.ts";
import { readMessages } from "@talanoa/passenger/read-messages.ts";
import { invalidField } from "@talanoa/platform/errors.ts";

/** What was read of a transmission. */
export interface ReadTransmission {
  /** Those that are PAXLST or PNRGOV; at least one. */
  readonly messages: readonly PassengerMessage[];
  /** Of its interchanges, and of messages of other kinds. */
  readonly issues: readonly Issue[];
}

/** A few flights of the largest aircraft; what is read of a traveller takes much more memory than its segment. */
const MOST_TRAVELLERS = 20_000;
const SLICE_BYTES = 64 * 1024;

/**
 * Reads the messages of a transmission. What may not be kept of them is left out or masked in this very
 * step (packages/passenger/privacy): nothing after it ever sees it. Throws HubError when there are none.
 */
export async function readTransmission(bytes: Uint8Array): Promise<ReadTransmission> {
  const messages: PassengerMessage[] = [];
  const issues: Issue[] = [];
  let travellers = 0;
  for await (const reading of readMessages(slicesOf(bytes))) {
    if (reading.kind === "paxlst" || reading.kind === "pnrgov") messages.push(reading);
    else issues.push(...reading.issues);
    if ("travellers" in reading) travellers += reading.travellers.length;
    if (travellers > MOST_TRAVELLERS)
      throw invalidField("chunk", "transmission-travellers", tooMany);
  }
  if (messages.length > 0) return { messages, issues };
  const found = issues.map(({ code }) => code).slice(0, 3);
  const description = `Send PAXLST or PNRGOV messages in EDIFACT: none was found (${found.join(", ") || "no data"}).`;
  throw invalidField("chunk", "message-readable", description);
}

const tooMany = `A transmission has up to ${MOST_TRAVELLERS} travellers: send its messages apart.`;

/** Others get their turn between slices: a large push takes seconds to read. */
async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await setImmediate();
  }
}
