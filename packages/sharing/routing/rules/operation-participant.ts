import { isIn } from "../../directory/operations.ts";
import type { AdmitRule } from "../rule.ts";

export const operationParticipant: AdmitRule = {
  name: "operation-participant",
  says: "The notice is addressed to a joint operation in which this participant was when it was accepted.",
  examples: [
    {
      when: "Fiji addresses the operation SEA",
      audience: { operations: ["FJ-SEA"] },
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji addresses the operation SEA, which Vanuatu has left",
      audience: { operations: ["FJ-SEA"] },
      reader: "VU",
      gets: "nothing",
    },
    {
      when: "Fiji addresses an operation that is closed",
      audience: { operations: ["FJ-OLD"] },
      reader: "TO",
      gets: "nothing",
    },
  ],
  admits: ({ notice, participant, directory }) =>
    notice.audience.operations.some((id) => isIn(directory, id, participant.id, notice.acceptedAt)),
};
