import { covers } from "../../directory/entry.ts";
import type { AdmitRule } from "../rule.ts";

export const groupMember: AdmitRule = {
  name: "group-member",
  says: "The notice is addressed to a group in which this participant was when it was accepted.",
  examples: [
    {
      when: "Fiji addresses the group YACHTS",
      audience: { groups: ["YACHTS"] },
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji addresses the group YACHTS, in which Samoa was before",
      audience: { groups: ["YACHTS"] },
      reader: "WS",
      gets: "nothing",
    },
  ],
  admits: ({ notice, participant, directory }) =>
    notice.audience.groups.some((id) =>
      directory
        .groupRows(id, participant.id)
        .some(({ period }) => covers(period, notice.acceptedAt)),
    ),
};
