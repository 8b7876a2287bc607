import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { WithholdRule } from "../rule.ts";

export const partnerApart: WithholdRule = {
  name: "partner-apart",
  says: "A partner organisation is reached only through a joint operation or by consent.",
  withholds: ({ notice, participant }) =>
    participant.type === ParticipantType.PARTNER && participant.id !== notice.header.origin
      ? "notice"
      : [],
};
