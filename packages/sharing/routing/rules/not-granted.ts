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
    // What corrects a version widens nothing: who was granted some sections of that gets no others.
    const granted =
      widening?.by === "consent"
        ? widening.sections
        : widening
          ? []
          : (earlierReaders?.get(participant.id)?.sections ?? []);
    if (granted.length === 0) return [];
    const left = [...granted, ...always];
    return sections.flatMap(({ type, place }) => (left.includes(type) ? [] : place));
  },
};
