import type { AdmitRule } from "../rule.ts";

export const originator: AdmitRule = {
  name: "originator",
  says: "The originator keeps its own copy.",
  examples: [
    {
      when: "Fiji names Tonga alone",
      audience: { participants: ["TO"] },
      reader: "FJ",
      gets: "all",
    },
  ],
  admits: ({ notice, participant }) => participant.id === notice.header.origin,
};
