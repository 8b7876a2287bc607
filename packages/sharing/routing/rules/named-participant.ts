import type { AdmitRule } from "../rule.ts";

export const namedParticipant: AdmitRule = {
  name: "named-participant",
  says: "The notice is addressed to this participant by name.",
  examples: [
    { when: "Fiji names Tonga", audience: { participants: ["TO"] }, reader: "TO", gets: "all" },
    { when: "Fiji names Tonga", audience: { participants: ["TO"] }, reader: "WS", gets: "nothing" },
    {
      when: "Fiji names the Secretariat",
      audience: { participants: ["OCO"] },
      reader: "OCO",
      gets: "all",
    },
  ],
  admits: ({ notice, participant }) => notice.audience.participants.includes(participant.id),
};
