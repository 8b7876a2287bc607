import type { Audience, Grading, NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import {
  kindWords,
  precedenceWords,
  revisionWords,
  tlpWords,
  wordOf,
} from "@talanoa/contract/words.ts";
import { ADMIRALTY, credibilityGrades, reliabilityGrades } from "../codes/grading.ts";
import { instant, type Line, line, named } from "./describe-line.ts";

// A date is written as its first moment.
const DAY = 24 * 60 * 60 * 1000;

/** The lines of the header. */
export function headerLines(header: NoticeHeader): Line[] {
  return [
    ...line("kind", wordOf(kindWords, header.kind)),
    ...line("origin", header.origin),
    ...line("notice", header.id),
    ...line("version", header.version),
    ...line("revision", header.revision ? wordOf(revisionWords, header.revision) : ""),
    ...line("marking", wordOf(tlpWords, header.tlp)),
    ...line("grading", header.grading && gradingText(header.grading)),
    ...line("precedence", wordOf(precedenceWords, header.precedence)),
    ...line("event", instant(header.eventAt, header.eventAt % DAY === 0)),
    ...line("issued", instant(header.issuedAt)),
    ...line("expires", instant(header.expiresAt)),
    ...line("exercise", header.exercise ? "EXERCISE, not real" : ""),
  ];
}

/** `B2 (Usually reliable; Probably true)`; of another scheme, with its name. */
export function gradingText({ scheme, reliability, credibility }: Grading): string {
  const grade = `${reliability}${credibility || ""}`;
  if (scheme !== ADMIRALTY) return named(grade, scheme);
  const titles = [reliabilityGrades[reliability]?.title, credibilityGrades[credibility]?.title];
  return named(grade, titles.filter(Boolean).join("; "));
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
  ];
}
