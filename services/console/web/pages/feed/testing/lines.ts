import { Kind, Precedence, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { Statement } from "@talanoa/contract/generated/talanoa.ts";
import type { SayingField } from "@talanoa/sharing/statement/sayings.ts";
import { type NoticeFeedLine, noticeKey, type StatementFeedLine } from "../feed-line.ts";

interface NoticeParts {
  readonly origin?: string;
  readonly id: string;
  readonly version?: number;
  readonly at?: number;
  readonly precedence?: number;
  readonly exercise?: boolean;
  readonly acknowledged?: boolean;
  readonly expiresAt?: number;
}

/** The line of a notice. */
export function noticeOf({
  origin = "FJ",
  id,
  version = 1,
  at = 1,
  precedence = Precedence.ROUTINE,
  exercise = false,
  acknowledged = false,
  expiresAt = 0,
}: NoticeParts): NoticeFeedLine {
  const ref = { origin, id, version };
  return {
    kind: "notice",
    key: noticeKey(ref),
    at,
    notice: {
      ref,
      kind: Kind.ALERT,
      alertType: 0,
      tlp: Tlp.GREEN,
      grading: null,
      handling: null,
      precedence,
      exercise,
      title: `Notice ${id}`,
      withdrawn: false,
      where: "",
      eventAt: at,
      expiresAt,
    },
    digest: new Uint8Array(32),
    acknowledged,
    ofScreening: false,
    requestState: null,
  };
}

/** The line of what a participant states about a notice of Fiji. */
export function statementOf(
  origin: string,
  says: SayingField,
  about: string,
  at = 2,
): StatementFeedLine {
  const id = `${says}-${about}`;
  const notice = { origin: "FJ", id: about, version: 1 };
  const statement = Statement.decode(Statement.encode({ origin, id, notice, [says]: {} }));
  return { kind: "statement", key: `statement ${origin}/${id}`, at, statement, says };
}
