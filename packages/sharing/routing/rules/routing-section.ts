import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { WithholdRule } from "../rule.ts";

export const routingSection: WithholdRule = {
  name: "routing-section",
  says: "The routing section is for the hub and the originator.",
  withholds: ({ notice, participant }) =>
    participant.id === notice.header.origin
      ? []
      : notice.sections.flatMap(({ type, place }) => (type === SectionType.ROUTING ? place : [])),
};
