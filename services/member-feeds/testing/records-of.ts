import { randomUUID } from "node:crypto";
import { Record } from "@talanoa/contract/generated/talanoa.ts";
import { recordBytes } from "@talanoa/platform/bus/record-header.ts";
import { RECORD_HEADER } from "@talanoa/contract/records.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import type { FeedsServer } from "./feeds-server.ts";

/** All records of some steps that stand now, oldest first. */
export async function recordsOf(
  { bus, committer }: Pick<FeedsServer, "bus" | "committer">,
  ...steps: string[]
): Promise<{ subject: string; record: Record }[]> {
  const stop = new AbortController();
  const end = "record.queried";
  const id = randomUUID();
  await committer.commit([{ subject: end, payload: Buffer.from(id), messageId: id }]);
  const filters = [...steps.flatMap((step) => [`record.${step}`, `record.${step}.>`]), end];
  const found: { subject: string; record: Record }[] = [];
  for await (const messages of readFrom(bus, { filters, startSequence: 1, signal: stop.signal })) {
    for (const message of messages) {
      const text = message.header(RECORD_HEADER);
      if (text) {
        const record = Record.decode(recordBytes(text));
        found.push({ subject: message.subject, record });
      }
      if (Buffer.from(message.payload).toString() === id) stop.abort();
    }
  }
  return found;
}
