import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { AdmitRule } from "../rule.ts";

export const subRegion: AdmitRule = {
  name: "sub-region",
  says: "The notice is addressed to the Members of this sub-region.",
  examples: [
    {
      when: "Fiji addresses Polynesia",
      audience: { subRegions: ["polynesia"] },
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji addresses Polynesia",
      audience: { subRegions: ["polynesia"] },
      reader: "VU",
      gets: "nothing",
    },
  ],
  admits: ({ notice, participant }) =>
    participant.type === ParticipantType.MEMBER &&
    notice.audience.subRegions.includes(participant.subRegion),
};
