import type { CheckedCopy } from "@talanoa/client/genuine-copy.ts";
import {
  type Kind,
  type NoticeRef,
  Precedence,
  SectionType,
  type Tlp,
} from "@talanoa/contract/generated/talanoa.ts";
import type { CountryPoints } from "@talanoa/sharing/map/country-point.ts";
import { type Whereabouts, whereaboutsOf } from "@talanoa/sharing/map/whereabouts.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";

/** What the map shows of a notice. */
export interface SeenNotice {
  /** Its name, whatever its version: the key of lists. */
  readonly key: string;
  readonly ref: NoticeRef;
  readonly title: string;
  readonly kind: Kind;
  readonly tlp: Tlp;
  readonly precedence: Precedence;
  readonly exercise: boolean;
  /** When it happened, or when the hub accepted it; Unix ms. */
  readonly at: number;
  readonly where: Whereabouts;
}

/** What the map shows of copies that are their origins' word; those without any place too, for the list. */
export function seenNotices(copies: readonly CheckedCopy[], points: CountryPoints): SeenNotice[] {
  return copies.flatMap((content) => {
    if (content.kind !== "notice") return [];
    const { copy, notice } = content;
    const { origin, id, version, kind, tlp, precedence, exercise, eventAt } = notice.header;
    return {
      key: `${origin}/${id}`,
      ref: { origin, id, version },
      title: shown(sectionOf(notice, SectionType.SUMMARY)?.title ?? ""),
      kind,
      tlp,
      precedence: precedence || Precedence.ROUTINE,
      exercise,
      at: eventAt || copy.acceptedAt,
      where: whereaboutsOf(notice, points),
    };
  });
}

/** Whether a place of it can be drawn. */
export function isPlaced({ where }: SeenNotice): boolean {
  return where.scenes.length > 0 || where.route.length > 0;
}
