import { takesPart } from "../../directory/standing.ts";
import type { WithholdRule } from "../rule.ts";

export const notTakingPart: WithholdRule = {
  name: "not-taking-part",
  says: "The participant was not a member, or was suspended, when the notice was accepted.",
  withholds: ({ notice, participant }) =>
    takesPart(participant, notice.acceptedAt) ? [] : "notice",
};
