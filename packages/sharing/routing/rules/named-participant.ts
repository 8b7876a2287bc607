import type { AdmitRule } from "../rule.ts";

export const namedParticipant: AdmitRule = {
  name: "named-participant",
  says: "The notice is addressed to this participant by name.",
  admits: ({ notice, participant }) => notice.audience.participants.includes(participant.id),
};
