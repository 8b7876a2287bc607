import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { AdmitRule } from "../rule.ts";

export const allMembers: AdmitRule = {
  name: "all-members",
  says: "The notice is addressed to all Members.",
  examples: [
    {
      when: "Fiji addresses all Members",
      audience: { allMembers: true },
      reader: "VU",
      gets: "all",
    },
    {
      when: "Fiji addresses all Members",
      audience: { allMembers: true },
      reader: "OCO",
      gets: "nothing",
    },
  ],
  admits: ({ notice, participant }) =>
    notice.audience.allMembers && participant.type === ParticipantType.MEMBER,
};
