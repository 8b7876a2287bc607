import { isIn } from "../../directory/operations.ts";
import type { AdmitRule } from "../rule.ts";

export const joinedOperation: AdmitRule = {
  name: "joined-operation",
  by: "joining",
  says: "The participant joined a joint operation, and its coordinator lets it see what was sent before.",
  examples: [
    {
      when: "Fiji addressed the operation SEA, and Samoa joins and may see what was sent before",
      audience: { operations: ["FJ-SEA"] },
      widening: { by: "joining", operation: "FJ-SEA", participant: "WS", at: 2_000 },
      reader: "WS",
      gets: "all",
    },
    {
      when: "Fiji addressed a group, and Samoa joins the operation SEA",
      audience: { groups: ["YACHTS"] },
      widening: { by: "joining", operation: "FJ-SEA", participant: "WS", at: 2_000 },
      reader: "WS",
      gets: "nothing",
    },
  ],
  admits: ({ notice: { audience, widening }, participant, directory }) =>
    widening?.by === "joining" &&
    widening.participant === participant.id &&
    audience.operations.includes(widening.operation) &&
    isIn(directory, widening.operation, participant.id, widening.at),
};
