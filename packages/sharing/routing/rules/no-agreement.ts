import { DataPurpose, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { agreementFor } from "../../directory/agreements.ts";
import type { StandingAgreement } from "../../directory/directory.ts";
import { isStoredApart } from "../../notice/stored-apart.ts";
import { type Candidate, decidedAt, type PlacedSection, type WithholdRule } from "../rule.ts";

export const noAgreement: WithholdRule = {
  name: "no-agreement",
  says: "Personal and passenger data go only where an agreement with the originator allows such data for the purpose.",
  examples: [
    {
      when: "Fiji names Tonga, with which it has an agreement on personal data against crime",
      audience: { participants: ["TO"] },
      purpose: DataPurpose.SERIOUS_CRIME,
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji names Tonga, for a purpose that the agreement does not cover",
      audience: { participants: ["TO"] },
      purpose: DataPurpose.HEALTH_SAFETY,
      reader: "TO",
      gets: { without: [SectionType.PERSONS] },
    },
    {
      when: "Fiji names Samoa, with which its agreement has ended",
      audience: { participants: ["WS"] },
      purpose: DataPurpose.SERIOUS_CRIME,
      reader: "WS",
      gets: { without: [SectionType.PERSONS] },
    },
  ],
  withholds: (candidate) =>
    isOrigin(candidate)
      ? []
      : candidate.notice.sections.flatMap((section) =>
          isStoredApart(section.category) && !agreementAllowing(candidate, section)
            ? section.place
            : [],
        ),
};

/** The agreement by which the originator may send a section to this participant; null without one. */
function agreementAllowing(
  { notice, participant, directory }: Candidate,
  { category }: PlacedSection,
): StandingAgreement | null {
  return agreementFor(directory, {
    from: notice.header.origin,
    to: participant.id,
    category,
    purpose: notice.purpose ?? 0,
    time: decidedAt(notice),
  });
}

/**
 * The agreements that let the personal and passenger sections through that a participant gets, each
 * once; none for the originator.
 */
export function agreementsUsed(
  candidate: Candidate,
  withheld: ReadonlySet<number>,
): StandingAgreement[] {
  if (isOrigin(candidate)) return [];
  const used = candidate.notice.sections.flatMap((section) =>
    isStoredApart(section.category) && !withheld.has(section.place)
      ? (agreementAllowing(candidate, section) ?? [])
      : [],
  );
  return [...new Set(used)];
}

function isOrigin({ notice, participant }: Candidate): boolean {
  return participant.id === notice.header.origin;
}
