import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { describeNotice } from "@talanoa/sharing/notice/describe.ts";
import { eventTime, type Line } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";

/**
 * A notice as lines to show. The header has a day where the summary says that only the month, or a span, is known: so it
 * is shown, where one may read that.
 */
export function shownLines(notice: OpenedNotice): Line[] {
  const time = sectionOf(notice, SectionType.SUMMARY)?.time;
  return describeNotice(notice).map((line) =>
    line.label === "event" && time ? { ...line, value: eventTime(time) } : line,
  );
}
