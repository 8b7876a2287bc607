import { Record } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type LogEntry, logEntry } from "../entry.ts";
import type { Place } from "../places.ts";

/** The entries of a log of these records as it numbers them, with true heads after every so many of them. */
export function logged(records: readonly Init<Record>[], headsAfter: number): LogEntry[] {
  const last = new Map<string, { ordinal: number; index: number }>();
  const entries: LogEntry[] = [];
  const add = (record: Init<Record>): void => {
    const index = entries.length;
    const next = (key: string): Place => {
      const { ordinal, index: previous } = last.get(key) ?? { ordinal: 0, index: 0 };
      last.set(key, { ordinal: ordinal + 1, index });
      return { ordinal: ordinal + 1, previous };
    };
    entries.push(
      logEntry(Record.decode(Record.encode(record)), {
        ofParty: next,
        ofNotice: ({ origin, id }) => next(`${origin} ${id}`),
      }),
    );
  };
  for (const [i, record] of records.entries()) {
    add(record);
    if ((i + 1) % headsAfter !== 0) continue;
    const heads = [...last].flatMap(([party, head]) =>
      party.includes(" ") ? [] : { party, ...head },
    );
    const nonce = Buffer.alloc(16, i);
    add({ nonce, at: record.at, facts: { heads: { size: entries.length, heads } } });
  }
  return entries;
}
