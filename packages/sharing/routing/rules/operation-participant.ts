import { isIn } from "../../directory/operations.ts";
import type { AdmitRule } from "../rule.ts";

export const operationParticipant: AdmitRule = {
  name: "operation-participant",
  says: "The notice is addressed to a joint operation in which this participant was when it was accepted.",
  admits: ({ notice, participant, directory }) =>
    notice.audience.operations.some((id) => isIn(directory, id, participant.id, notice.acceptedAt)),
};
