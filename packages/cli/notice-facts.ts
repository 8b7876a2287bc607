import { type Handling, type NoticeRef, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { alertTypeWords, kindWords, wordOf } from "@talanoa/contract/words.ts";
import { gradeText } from "@talanoa/sharing/notice/describe-header.ts";
import { caveatsOf, caveatWords } from "@talanoa/sharing/notice/handling.ts";
import { itineraryOf } from "@talanoa/sharing/notice/itinerary.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { utc } from "@talanoa/client/times.ts";

/** What a line about a notice says of it. */
export interface NoticeFacts {
  readonly ref: NoticeRef;
  readonly tlp: number;
  /** The grade with its scheme, then the caveats, the embargo and the due time; each may be absent. */
  readonly handling: readonly string[];
  readonly precedence: number;
  readonly exercise: boolean;
  /** seizure, sighting, … or the kind, when it has no type. */
  readonly what: string;
  readonly title: string;
  /** The first place, and how many more; of a risk flag its itinerary. */
  readonly where: string;
  readonly eventAt: number;
}

export function noticeFacts(notice: OpenedNotice): NoticeFacts {
  const { header } = notice;
  const { origin, id, version, kind, tlp, precedence, exercise, eventAt } = header;
  const summary = sectionOf(notice, SectionType.SUMMARY);
  const operation = sectionOf(notice, SectionType.OPERATION);
  const flag = sectionOf(notice, SectionType.RISK_FLAG);
  const scenes = sectionOf(notice, SectionType.PLACES)?.scenes ?? [];
  const [first] = scenes;
  const more = scenes.length > 1 ? ` +${scenes.length - 1}` : "";
  const name = first && (first.name || first.unlocode || first.country);
  const country = first?.country && first.country !== name ? ` (${first.country})` : "";
  const place = name ? `${name}${country}${more}` : "";
  return {
    ref: { origin, id, version },
    tlp,
    handling: [
      ...(header.grading ? [gradeText(header.grading)] : []),
      ...handlingTexts(header.handling),
    ],
    precedence,
    exercise,
    what: summary?.alertType ? wordOf(alertTypeWords, summary.alertType) : wordOf(kindWords, kind),
    title: `${flag?.withdrawn ? "WITHDRAWN: " : ""}${summary?.title || operation?.name || ""}`,
    where: flag ? itineraryOf(flag).join("–") : place,
    eventAt,
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
