import {
  type Grading,
  type Handling,
  type NoticeRef,
  SectionType,
} from "@talanoa/contract/generated/talanoa.ts";
import { itineraryOf } from "../notice/itinerary.ts";
import { type OpenedNotice, sectionOf } from "../notice/open.ts";

/** What a line about a notice says of it, in codes: who shows it has the words. */
export interface NoticeLine {
  readonly ref: NoticeRef;
  readonly kind: number;
  /** 0 for a notice that is no alert. */
  readonly alertType: number;
  readonly tlp: number;
  readonly grading: Grading | null;
  readonly handling: Handling | null;
  readonly precedence: number;
  readonly exercise: boolean;
  readonly title: string;
  /** Of a risk flag: it was taken back. */
  readonly withdrawn: boolean;
  /** The first place, and how many more; of a risk flag its itinerary. */
  readonly where: string;
  /** Unix ms. */
  readonly eventAt: number;
  /** Unix ms; 0 for never. */
  readonly expiresAt: number;
}

export function noticeLine(notice: OpenedNotice): NoticeLine {
  const { header } = notice;
  const { origin, id, version, kind, tlp, precedence, exercise, eventAt, expiresAt } = header;
  const summary = sectionOf(notice, SectionType.SUMMARY);
  const operation = sectionOf(notice, SectionType.OPERATION);
  const flag = sectionOf(notice, SectionType.RISK_FLAG);
  return {
    ref: { origin, id, version },
    kind,
    alertType: summary?.alertType ?? 0,
    tlp,
    grading: header.grading,
    handling: header.handling,
    precedence,
    exercise,
    title: summary?.title || operation?.name || "",
    withdrawn: flag?.withdrawn ?? false,
    where: flag ? itineraryOf(flag).join("–") : placeOf(notice),
    eventAt,
    expiresAt,
  };
}

function placeOf(notice: OpenedNotice): string {
  const scenes = sectionOf(notice, SectionType.PLACES)?.scenes ?? [];
  const [first] = scenes;
  const name = first && (first.name || first.unlocode || first.country);
  if (!name) return "";
  const country = first.country && first.country !== name ? ` (${first.country})` : "";
  const more = scenes.length > 1 ? ` +${scenes.length - 1}` : "";
  return `${name}${country}${more}`;
}
