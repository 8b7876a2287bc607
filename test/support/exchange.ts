import { NoticeHeader, Record, StoredCopy } from "@talanoa/contract/generated/talanoa.ts";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER, stepField, type StepField } from "@talanoa/contract/records.ts";
import { type Bus, type BusOptions, openBus } from "@talanoa/platform/bus/connection.ts";
import { readStreamUsage } from "@talanoa/platform/bus/exchange-stream.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";

/** Everything that stands in the stream from a sequence on, in order, read behind the services' back. */
export async function readExchange(
  broker: string | Pick<BusOptions, "servers" | "security" | "api">,
  startSequence = 1,
): Promise<StoredMessage[]> {
  const access = typeof broker === "string" ? { servers: [broker] } : broker;
  await using bus: Bus = await openBus({ ...access, name: "test" });
  // A broker that comes back to the others is not believed at once.
  const { lastSequence } = await patiently(() => readStreamUsage(bus), AbortSignal.timeout(30_000));
  const messages: StoredMessage[] = [];
  if (lastSequence < startSequence) return messages;
  const done = new AbortController();
  for await (const batch of readFrom(bus, { filters: [], startSequence, signal: done.signal })) {
    messages.push(...batch.filter(({ sequence }) => sequence <= lastSequence));
    if ((batch.at(-1)?.sequence ?? 0) >= lastSequence) break;
  }
  done.abort();
  return messages;
}

/** The record that a message carries, with its step; null for a message without one. */
export function recordIn(message: StoredMessage): { step: StepField; record: Record } | null {
  const header = message.header(RECORD_HEADER);
  if (!header) return null;
  const record = Record.decode(recordBytes(header));
  const step = record.facts ? stepField(record.facts) : undefined;
  return step ? { step, record } : null;
}

/** A notice's copy in a feed: whose, and of which notice. */
export interface PlacedCopy {
  readonly participant: string;
  readonly notice: string;
}

/** All copies of notices that stand in feeds. */
export function copiesIn(messages: readonly StoredMessage[]): PlacedCopy[] {
  return messages.flatMap(({ subject, payload }) => {
    const [top, participant = "", , kind] = subject.split(".");
    if (top !== "feed" || kind === "statement") return [];
    const { copy } = StoredCopy.decode(payload);
    const { origin, id } = NoticeHeader.decode(copy?.notice?.header ?? new Uint8Array());
    return [{ participant, notice: `${origin}/${id}` }];
  });
}
