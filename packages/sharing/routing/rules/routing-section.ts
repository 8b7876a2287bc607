import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { WithholdRule } from "../rule.ts";

export const routingSection: WithholdRule = {
  name: "routing-section",
  says: "The routing section is for the hub and the originator.",
  examples: [
    {
      when: "Fiji addresses all Members",
      audience: { allMembers: true },
      reader: "TO",
      gets: { without: [SectionType.ROUTING] },
    },
    {
      when: "Fiji addresses all Members",
      audience: { allMembers: true },
      reader: "FJ",
      gets: "all",
    },
  ],
  withholds: ({ notice, participant }) =>
    participant.id === notice.header.origin
      ? []
      : notice.sections.flatMap(({ type, place }) => (type === SectionType.ROUTING ? place : [])),
};
