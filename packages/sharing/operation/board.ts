import {
  Kind,
  OperationNotice,
  RequestType,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { type OpenedNotice, sectionOf } from "../notice/open.ts";

/** Where on the board of a joint operation a notice stands. */
export type BoardPart = "task" | "situation-report" | "closing-report" | "notice";

/**
 * Where a notice stands on the board of an operation (its id in the directory). A task is a request for action
 * that says that it is one of this operation; a report says so too.
 */
export function boardPart(notice: OpenedNotice, operation: string): BoardPart {
  const { kind } = notice.header;
  if (kind === Kind.REQUEST) {
    const request = sectionOf(notice, SectionType.REQUEST);
    const isTask = request?.type === RequestType.ACTION && request.operation === operation;
    return isTask ? "task" : "notice";
  }
  const body = kind === Kind.OPERATION ? sectionOf(notice, SectionType.OPERATION) : null;
  if (body?.operation !== operation) return "notice";
  if (body.notice === OperationNotice.SITUATION_REPORT) return "situation-report";
  return body.notice === OperationNotice.CLOSING_REPORT ? "closing-report" : "notice";
}
