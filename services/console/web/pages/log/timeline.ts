import type { LogEntry } from "@talanoa/client/log.ts";

/** The entries of one day (UTC), in the order in which they were shown. */
export interface TimelineDay {
  /** `2026-11-26`; empty for entries that cannot be shown. */
  readonly day: string;
  readonly entries: readonly LogEntry[];
}

/** Entries by day, without changing their order: a day that comes again behind another stands again. */
export function timelineOf(entries: readonly LogEntry[]): TimelineDay[] {
  const days: { day: string; entries: LogEntry[] }[] = [];
  for (const entry of entries) {
    const day = entry.at === 0 ? "" : new Date(entry.at).toISOString().slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
