import { refText } from "@talanoa/client/publication.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { UsageError } from "../usage-error.ts";

/** A pack of more would be read by nobody. */
const MOST_NOTICES = 500;

/** Notices of which a report is made: each once, all versions together, by name. */
export function reportedNotices(named: readonly NoticeRef[]): NoticeRef[] {
  const notices = named.map(({ origin, id }) => ({ origin, id, version: 0 }));
  const byName = new Map(notices.map((notice) => [refText(notice), notice]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, notice]) => notice);
}

/** Throws UsageError when there are too many: `FJ dealt with in this time`. */
export function checkCount(count: number, which: string, advice: string): void {
  if (count <= MOST_NOTICES) return;
  throw new UsageError(
    `there are ${count} notices that ${which}, and a report has at most ${MOST_NOTICES}`,
    advice,
  );
}
