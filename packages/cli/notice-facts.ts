import type { Handling } from "@talanoa/contract/generated/talanoa.ts";
import { alertTypeWords, kindWords, wordOf } from "@talanoa/contract/words.ts";
import { utc } from "@talanoa/client/times.ts";
import { type NoticeLine, noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import { gradeText } from "@talanoa/sharing/notice/describe-header.ts";
import { caveatsOf, caveatWords } from "@talanoa/sharing/notice/handling.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";

/** What a line about a notice says of it, in words. */
export interface NoticeFacts extends Pick<
  NoticeLine,
  "ref" | "tlp" | "precedence" | "exercise" | "title" | "where" | "eventAt"
> {
  /** The grade with its scheme, then the caveats, the embargo and the due time; each may be absent. */
  readonly handling: readonly string[];
  /** seizure, sighting, … or the kind, when it has no type. */
  readonly what: string;
}

export function noticeFacts(notice: OpenedNotice): NoticeFacts {
  const { kind, alertType, grading, handling, title, withdrawn, ...line } = noticeLine(notice);
  return {
    ...line,
    title: `${withdrawn ? "WITHDRAWN: " : ""}${title}`,
    handling: [...(grading ? [gradeText(grading)] : []), ...handlingTexts(handling)],
    what: alertType ? wordOf(alertTypeWords, alertType) : wordOf(kindWords, kind),
  };
}

/** What a reader must heed, each in a few words. */
function handlingTexts(handling: Handling | null): string[] {
  const day = (at: number) => `${utc(at).slice(0, 16)}Z`;
  return [
    ...caveatsOf(handling).map((caveat) => caveatWords[caveat]),
    ...(handling?.embargoUntil ? [`embargo until ${day(handling.embargoUntil)}`] : []),
    ...(handling?.acknowledgeBy ? [`acknowledge by ${day(handling.acknowledgeBy)}`] : []),
  ];
}
