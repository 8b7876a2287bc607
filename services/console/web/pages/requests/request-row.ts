import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import {
  type NoticeRef,
  RequestState,
  type RequestStatus,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";

/** A request as a row of a list. */
export interface RequestRow {
  readonly notice: OpenedNotice;
  readonly ref: NoticeRef;
  /** Whether one's own administration asks. */
  readonly isOwn: boolean;
  readonly title: string;
  readonly tlp: number;
  readonly exercise: boolean;
  /** Null when how far it has come is not known now. */
  readonly status: RequestStatus | null;
  /** Unix ms. */
  readonly answerBy: number;
  /** What whoever reads the list may do about it. */
  readonly may: "answer" | "withdraw" | null;
}

/** Of a list of copies those that are requests, with what one's own administration may do about them. */
export function requestRows(copies: readonly CheckedCopy[], participant: string): RequestRow[] {
  return copies.flatMap((content) => {
    if (content.kind !== "notice") return [];
    const { copy, notice } = content;
    const { origin, id, version, tlp, exercise } = notice.header;
    const body = sectionOf(notice, SectionType.REQUEST);
    if (!body) return [];
    const status = copy.requestStatus;
    return {
      notice,
      ref: { origin, id, version },
      isOwn: origin === participant,
      title: shown(sectionOf(notice, SectionType.SUMMARY)?.title ?? ""),
      tlp,
      exercise,
      status,
      answerBy: status?.answerBy ?? body.answerBy,
      may: mayDo(status, origin === participant),
    };
  });
}

/**
 * One's own may be withdrawn while somebody is awaited. Another's may be answered until it is withdrawn; after an
 * answer another one is a supplement, which is sent from the notice's page.
 */
function mayDo(status: RequestStatus | null, isOwn: boolean): RequestRow["may"] {
  const awaits = status?.state === RequestState.OPEN || status?.state === RequestState.OVERDUE;
  if (isOwn) return awaits ? "withdraw" : null;
  return awaits || status === null ? "answer" : null;
}

/** What waits longest or is due first stands first; what is settled comes after, the newest first. */
export function byDue(rows: readonly RequestRow[]): RequestRow[] {
  const waits = rows.filter(({ status }) => !isSettled(status));
  const settled = rows.filter(({ status }) => isSettled(status));
  return [...waits.toSorted((one, other) => one.answerBy - other.answerBy), ...settled];
}

function isSettled(status: RequestStatus | null): boolean {
  return status?.state === RequestState.ANSWERED || status?.state === RequestState.WITHDRAWN;
}
