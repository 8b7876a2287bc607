import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { WithholdRule } from "../rule.ts";

/** Every copy has it, or it could not be told what the copy is of. */
const always: readonly SectionType[] = [SectionType.SUMMARY];

export const notGranted: WithholdRule = {
  name: "not-granted",
  says: "The originator consented to share other sections alone.",
  examples: [
    {
      when: "Fiji consents to share the places with Samoa",
      audience: { participants: ["TO"] },
      widening: { by: "consent", participant: "WS", sections: [SectionType.PLACES], at: 2_000 },
      reader: "WS",
      gets: {
        without: [SectionType.PERSONS, SectionType.SOURCE, SectionType.REFERENCE],
      },
    },
  ],
  withholds({ notice: { widening, earlierReaders, sections }, participant }) {
    const limit =
      widening?.by === "consent"
        ? widening.sections
        : (earlierReaders?.get(participant.id)?.granted ?? []);
    if (limit.length === 0) return [];
    const granted = [...limit, ...always];
    return sections.flatMap(({ type, place }) => (granted.includes(type) ? [] : place));
  },
};
