import type { Audience, Grading, NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import {
  kindWords,
  precedenceWords,
  revisionWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { ADMIRALTY, credibilityGrades, reliabilityGrades } from "../codes/grading.ts";
import { caveatsOf, caveatSentences, caveatWords } from "./handling.ts";
import { coded, instant, type Line, line, named } from "./describe-line.ts";
import { isDay } from "./rules-of/event-time.ts";

/** The lines of the header. */
export function headerLines(header: NoticeHeader): Line[] {
  return [
    ...coded("kind", kindWords, header.kind),
    ...line("origin", header.origin),
    ...line("notice", header.id),
    ...line("version", header.version),
    ...coded("revision", revisionWords, header.revision),
    ...line("marking", wordOf(tlpWords, header.tlp)),
    ...line("grading", header.grading && gradingText(header.grading)),
    ...caveatsOf(header.handling).flatMap((caveat) =>
      line("handling", named(caveatWords[caveat], caveatSentences[caveat])),
    ),
    ...line("embargo: no use before", instant(header.handling?.embargoUntil ?? 0)),
    ...line("acknowledge by", instant(header.handling?.acknowledgeBy ?? 0)),
    ...coded("precedence", precedenceWords, header.precedence),
    ...line("event", instant(header.eventAt, isDay(header.eventAt))),
    ...line("issued", instant(header.issuedAt)),
    ...line("expires", instant(header.expiresAt)),
    ...line("exercise", header.exercise ? "EXERCISE, not real" : ""),
  ];
}

/** `B2 (admiralty): Usually reliable; Probably true`; of another scheme, the grade and its name. */
export function gradingText(grading: Grading): string {
  const { scheme, reliability, credibility } = grading;
  if (scheme !== ADMIRALTY) return gradeText(grading);
  const titles = [reliabilityGrades[reliability]?.title, credibilityGrades[credibility]?.title];
  return [gradeText(grading), titles.filter(Boolean).join("; ")].filter(Boolean).join(": ");
}

/** The grade with the scheme that gives it its meaning: `B2 (admiralty)`. */
export function gradeText({ scheme, reliability, credibility }: Grading): string {
  return named(`${reliability}${credibility || ""}`, scheme);
}

/** The lines of whom a notice addresses. */
export function audienceLines(audience: Audience | null): Line[] {
  if (!audience) return [];
  const officers = audience.officers.map(
    ({ participant, principal }) => `${participant}:${principal}`,
  );
  return [
    ...line("audience", audience.allMembers ? "all Members" : ""),
    ...line("audience, sub-regions", audience.subRegions.join(", ")),
    ...line("audience, participants", audience.participants.join(", ")),
    ...line("audience, officers", officers.join(", ")),
    ...line("audience, groups", audience.groups.join(", ")),
    ...line("audience, operations", audience.operations.join(", ")),
  ];
}
