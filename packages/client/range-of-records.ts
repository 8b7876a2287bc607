import type { LogEntry } from "./log.ts";

/**
 * Of records in the order of the log, those from the first of a span of times to the first heads behind the
 * last of it: none is missing among them, and the heads say so. From inclusive, until exclusive, Unix ms;
 * 0 for no end. A few near the ends may have times outside, as records come a little out of order.
 */
export async function* rangeOfRecords(
  records: AsyncIterable<LogEntry>,
  { from, until }: { readonly from: number; readonly until: number },
): AsyncGenerator<LogEntry, void, void> {
  let begun = from === 0;
  let behind: LogEntry[] = [];
  for await (const entry of records) {
    begun ||= entry.at >= from;
    if (!begun) continue;
    if (until === 0 || entry.at < until) {
      yield* behind;
      behind = [];
      yield entry;
    } else behind.push(entry);
  }
  const heads = behind.findIndex(({ parts }) => parts.some(({ facts }) => facts?.heads));
  yield* behind.slice(0, heads + 1);
}
