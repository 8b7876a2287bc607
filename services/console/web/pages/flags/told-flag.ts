import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import {
  type NoticeRef,
  Outcome,
  type OutcomeKnown,
  type RiskFlag,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";

/** A risk flag that was told by a notice. */
export interface ToldFlag {
  readonly notice: OpenedNotice;
  readonly ref: NoticeRef;
  readonly title: string;
  readonly tlp: number;
  readonly exercise: boolean;
  readonly body: RiskFlag;
  /** Of one's own administration. */
  readonly isOwn: boolean;
  /** What came of it: to its originator by all who said so, to any other what one's own administration said last. */
  readonly outcomes: readonly OutcomeKnown[];
  /** Whether a check is to be made, or its outcome to be said. */
  readonly waits: boolean;
}

/** Of a list of copies those that are risk flags, as they concern a participant. */
export function toldFlags(copies: readonly CheckedCopy[], participant: string): ToldFlag[] {
  return copies.flatMap((content) => {
    if (content.kind !== "notice") return [];
    const { copy, notice } = content;
    const body = sectionOf(notice, SectionType.RISK_FLAG);
    if (!body) return [];
    const { origin, id, version, tlp, exercise } = notice.header;
    const isOwn = origin === participant;
    return {
      notice,
      ref: { origin, id, version },
      title: shown(sectionOf(notice, SectionType.SUMMARY)?.title ?? ""),
      tlp,
      exercise,
      body,
      isOwn,
      outcomes: copy.outcomes,
      waits: !isOwn && !body.withdrawn && !isSettled(copy.outcomes, participant),
    };
  });
}

/** What is still open is to be said once more. */
function isSettled(outcomes: readonly OutcomeKnown[], participant: string): boolean {
  const own = outcomes.find((its) => its.participant === participant);
  return own !== undefined && own.outcome !== Outcome.STILL_OPEN;
}

/** What arrives next first, and of one time what is graded highest; then what has arrived, the last first. */
export function byArrival(flags: readonly ToldFlag[], now: number): ToldFlag[] {
  const graded = (one: ToldFlag, other: ToldFlag) => one.body.grade.localeCompare(other.body.grade);
  const coming = flags
    .filter(({ body }) => body.arrivesAt >= now)
    .toSorted((one, other) => one.body.arrivesAt - other.body.arrivesAt || graded(one, other));
  const past = flags
    .filter(({ body }) => body.arrivesAt < now)
    .toSorted((one, other) => other.body.arrivesAt - one.body.arrivesAt || graded(one, other));
  return [...coming, ...past];
}
