import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { WithholdRule } from "../rule.ts";

export const referenceHeld: WithholdRule = {
  name: "reference-held",
  says: "A reference to another notice is shown only to who holds that notice, as its writer does.",
  examples: [
    {
      when: "Fiji refers to a notice that Fiji and Tonga hold",
      audience: { allMembers: true },
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji refers to a notice that Fiji and Tonga hold",
      audience: { allMembers: true },
      reader: "WS",
      gets: { without: [SectionType.REFERENCE] },
    },
  ],
  withholds({ notice, participant }) {
    const { origin } = notice.header;
    if (participant.id === origin) return [];
    return notice.sections.flatMap(({ type, place }) => {
      if (type !== SectionType.REFERENCE) return [];
      const held = notice.holders?.get(place);
      return held?.has(origin) && held.has(participant.id) ? [] : place;
    });
  },
};
