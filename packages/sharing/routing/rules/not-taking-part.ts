import { takesPart } from "../../directory/standing.ts";
import { decidedAt, type WithholdRule } from "../rule.ts";

export const notTakingPart: WithholdRule = {
  name: "not-taking-part",
  says: "The participant was not a member, or was suspended, when the notice was accepted or shared further.",
  examples: [
    {
      when: "Fiji names Kiribati, which is suspended",
      audience: { participants: ["KI"] },
      reader: "KI",
      gets: "nothing",
    },
  ],
  withholds: ({ notice, participant }) =>
    takesPart(participant, decidedAt(notice)) ? [] : "notice",
};
