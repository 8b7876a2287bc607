import type { AdmitRule } from "../rule.ts";

export const namedOfficer: AdmitRule = {
  name: "named-officer",
  says: "The notice is addressed to officers of this participant by name; only they may see it.",
  admits: ({ notice, participant }) =>
    notice.audience.officers
      .filter((officer) => officer.participant === participant.id)
      .map((officer) => officer.principal)
      .sort(),
};
