import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { AdmitRule } from "../rule.ts";

export const subRegion: AdmitRule = {
  name: "sub-region",
  says: "The notice is addressed to the Members of this sub-region.",
  admits: ({ notice, participant }) =>
    participant.type === ParticipantType.MEMBER &&
    notice.audience.subRegions.includes(participant.subRegion),
};
