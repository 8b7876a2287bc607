import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import {
  Kind,
  type NoticeRef,
  type Reminder,
  type RequestState,
  type Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeLine, noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";

interface Placed {
  /** What a later copy of the same thing replaces. */
  readonly key: string;
  /** When the hub took it, Unix ms. */
  readonly at: number;
}

/** A notice in the feed: what its line tells and what is needed to acknowledge it, not what it says. */
export interface NoticeFeedLine extends Placed {
  readonly kind: "notice";
  readonly notice: NoticeLine;
  /** SHA-256 of the version's header. */
  readonly digest: Uint8Array;
  /** Whether one's own administration has acknowledged it. */
  readonly acknowledged: boolean;
  /** Signed by a key that signs risk flags and nothing else. */
  readonly ofScreening: boolean;
  /** Of a request, how far it has come; null where that is not known. */
  readonly requestState: RequestState | null;
}

export interface StatementFeedLine extends Placed {
  readonly kind: "statement";
  readonly statement: Statement;
  /** Null for something that this version does not know. */
  readonly says: SayingField | null;
}

/** That a notice of another was recalled and one's own copies are not stated as destroyed; its version is 0. */
export interface RecallFeedLine extends Placed {
  readonly kind: "recall";
  readonly notice: NoticeRef;
  readonly exercise: boolean;
}

/** What stands in the feed as a line of its own. */
export type FeedLine =
  | NoticeFeedLine
  | StatementFeedLine
  | RecallFeedLine
  | (Placed & { readonly kind: "reminder"; readonly reminder: Reminder })
  | (Placed & { readonly kind: "not-genuine"; readonly reason: string })
  | (Placed & { readonly kind: "unknown" });

/** The line of a copy that was checked. */
export function feedLine(content: CheckedCopy): FeedLine {
  const at = content.copy.acceptedAt;
  switch (content.kind) {
    case "notice": {
      const notice = noticeLine(content.notice);
      const { acknowledged, requestStatus } = content.copy;
      return {
        kind: "notice",
        key: noticeKey(notice.ref),
        at,
        notice,
        digest: content.notice.digest,
        acknowledged,
        ofScreening: content.signsOnly.length === 1 && content.signsOnly[0] === Kind.RISK_FLAG,
        requestState: requestStatus?.state ?? null,
      };
    }
    case "statement": {
      const { statement, says } = content.statement;
      const key = `statement ${statement.origin}/${statement.id}`;
      return { kind: "statement", key, at, statement, says };
    }
    case "reminder":
      return reminderLine(content.reminder, at);
    case "not-genuine":
      return {
        kind: "not-genuine",
        key: `not-genuine ${at} ${content.reason}`,
        at,
        reason: content.reason,
      };
    case "unknown":
      return { kind: "unknown", key: `unknown ${at}`, at };
  }
  return content satisfies never;
}

/** The line of a reminder, from the feed or from the list of what is overdue. */
export function reminderLine(reminder: Reminder, at: number): FeedLine {
  const { notice, of } = reminder;
  const key = `reminder ${of} ${notice ? noticeKey(notice) : at}`;
  return { kind: "reminder", key, at, reminder };
}

/** The line of a recall that is open, from the feed or from the list of those. */
export function recallLine(
  { origin, id }: Pick<NoticeRef, "origin" | "id">,
  { at, exercise }: Pick<RecallFeedLine, "at" | "exercise">,
): RecallFeedLine {
  const notice = { origin, id, version: 0 };
  return { kind: "recall", key: recallKey(notice), at, notice, exercise };
}

/** By what the recall of a notice is known. */
export function recallKey(notice: Pick<NoticeRef, "origin" | "id">): string {
  return `recall ${noticeKey(notice)}`;
}

/** By what the versions of one notice are known. */
export function noticeKey({ origin, id }: Pick<NoticeRef, "origin" | "id">): string {
  return `${origin}/${id}`;
}

/** The notice that a line is about; null when it is about none. */
export function noticeOfLine(line: FeedLine): NoticeRef | null {
  switch (line.kind) {
    case "notice":
      return line.notice.ref;
    case "statement":
      return line.statement.notice;
    case "reminder":
      return line.reminder.notice;
    case "recall":
      return line.notice;
    case "not-genuine":
    case "unknown":
      return null;
  }
  return line satisfies never;
}
