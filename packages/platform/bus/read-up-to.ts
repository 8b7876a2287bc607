import { EXCHANGE } from "@talanoa/contract/subjects.ts";
import type { Bus } from "./connection.ts";
import { patiently } from "./patiently.ts";
import { readFrom, type ReadOptions } from "./read-from.ts";
import { readMessage } from "./standing.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Reads what stands in the stream when it is called, in its order, and ends. As `readFrom` otherwise. */
export async function* readUpTo(
  bus: Bus,
  options: ReadOptions,
): AsyncGenerator<StoredMessage, void, void> {
  const end = await lastOf(bus, options);
  if (end < options.startSequence) return;
  for await (const messages of readFrom(bus, options)) {
    for (const message of messages) if (message.sequence <= end) yield message;
    if (messages.at(-1)!.sequence >= end) return;
  }
  // Told to stop, or the connection is closed: what was read is not all.
  options.signal.throwIfAborted();
}

/** The sequence of the last message that stands of what the filters let through; 0 for none. */
export async function lastOf(
  bus: Bus,
  { filters, signal }: Pick<ReadOptions, "filters" | "signal">,
): Promise<number> {
  const last = async (filter: string): Promise<number> => {
    const found = await patiently(
      () => readMessage(bus, EXCHANGE, { last_by_subj: filter }),
      signal,
    );
    return found?.sequence ?? 0;
  };
  // Of all, the broker knows none while the newest is erased (nats-server 2.15.1); it finds it by the slower way.
  if (filters.length === 0) return (await last(">")) || last("*.>");
  return Math.max(...(await Promise.all(filters.map(last))));
}
