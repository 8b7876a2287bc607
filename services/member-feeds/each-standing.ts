import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { patiently } from "@talanoa/platform/bus/patiently.ts";
import { readFrom } from "@talanoa/platform/bus/read-from.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { StoredMessage } from "@talanoa/platform/bus/stored-message.ts";

/** Takes all messages of a filter that stand now; the sequence of the last, 0 for none. */
export async function eachStanding(
  bus: Bus,
  filter: string,
  signal: AbortSignal,
  take: (message: StoredMessage) => void,
): Promise<number> {
  const last = await patiently(() => readMessage(bus, EXCHANGE, { last_by_subj: filter }), signal);
  if (!last) return 0;
  for await (const messages of readFrom(bus, { filters: [filter], startSequence: 1, signal })) {
    for (const message of messages) if (message.sequence <= last.sequence) take(message);
    if (messages.at(-1)!.sequence >= last.sequence) break;
  }
  return last.sequence;
}
