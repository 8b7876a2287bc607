import { covers } from "../../directory/entry.ts";
import type { AdmitRule } from "../rule.ts";

export const groupMember: AdmitRule = {
  name: "group-member",
  says: "The notice is addressed to a group in which this participant was when it was accepted.",
  admits: ({ notice, participant, directory }) =>
    notice.audience.groups.some((id) =>
      directory
        .groupRows(id, participant.id)
        .some(({ period }) => covers(period, notice.acceptedAt)),
    ),
};
