import { isIn } from "../../directory/operations.ts";
import type { AdmitRule } from "../rule.ts";

export const joinedOperation: AdmitRule = {
  name: "joined-operation",
  by: "joining",
  says: "The participant joined a joint operation, and its coordinator lets it see what was sent before.",
  admits: ({ notice: { audience, widening }, participant, directory }) =>
    widening?.by === "joining" &&
    widening.participant === participant.id &&
    audience.operations.includes(widening.operation) &&
    isIn(directory, widening.operation, participant.id, widening.at),
};
