import {
  type EventTime,
  Kind,
  SectionType,
  TimePrecision,
} from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionOf, sectionsOf } from "../notice/open.ts";
import type { CaseNotice } from "./case-line.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What puts a notice that one holds into its case; `earliest` is of the earliest version at hand, Unix ms. */
export function caseNoticeOf(
  notice: OpenedNotice,
  earliest: { readonly version: number; readonly acceptedAt: number },
): CaseNotice {
  const { origin, id, version } = notice.header;
  const summary = sectionOf(notice, SectionType.SUMMARY);
  const answered = sectionOf(notice, SectionType.REPLY)?.request;
  const event = eventOf(notice);
  const references = sectionsOf(notice, SectionType.REFERENCE).flatMap((each) => each.notice ?? []);
  return {
    ref: { origin, id, version },
    at: summary?.time?.startAt ?? event?.first ?? earliest.acceptedAt,
    event,
    acceptedAt: earliest.acceptedAt,
    isFirst: earliest.version === 1,
    caseReference: summary?.caseReference ?? "",
    references: [...references, ...(answered ? [answered] : [])],
  };
}

function eventOf(notice: OpenedNotice): CaseNotice["event"] {
  const { kind, eventAt } = notice.header;
  const time = sectionOf(notice, SectionType.SUMMARY)?.time;
  // Known is the day of the announcement alone, not by how much the event was before.
  if (time?.precision === TimePrecision.ANNOUNCED) return null;
  if (time) return { first: time.startAt, last: lastMoment(time) };
  // The header of an operation has the start of its window, which is no event; an alert always has its own.
  return kind === Kind.ALERT && eventAt > 0 ? { first: eventAt, last: eventAt } : null;
}

/** The last moment at which the event may have been, as exactly as it is known. */
function lastMoment({ startAt, endAt, precision }: EventTime): number {
  if (endAt > startAt) return endAt;
  switch (precision) {
    case TimePrecision.MINUTE:
      return startAt + MINUTE - 1;
    case TimePrecision.HOUR:
      return startAt + HOUR - 1;
    case TimePrecision.MONTH: {
      const date = new Date(startAt);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) - 1;
    }
    default:
      return startAt + DAY - 1;
  }
}
