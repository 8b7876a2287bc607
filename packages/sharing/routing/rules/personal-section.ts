import { isStoredApart } from "../../notice/stored-apart.ts";
import { namedOfficer } from "./named-officer.ts";
import { namedParticipant } from "./named-participant.ts";
import { originator } from "./originator.ts";
import type { WithholdRule } from "../rule.ts";

const enough = [originator.name, namedParticipant.name, namedOfficer.name];

export const personalSection: WithholdRule = {
  name: "personal-section",
  says: "Personal and passenger data go only to participants whom the originator names.",
  withholds: ({ notice }, admittedBy) =>
    enough.includes(admittedBy)
      ? []
      : notice.sections.flatMap(({ category, place }) => (isStoredApart(category) ? place : [])),
};
