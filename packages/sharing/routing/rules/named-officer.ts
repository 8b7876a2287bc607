import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import type { AdmitRule } from "../rule.ts";

export const namedOfficer: AdmitRule = {
  name: "named-officer",
  says: "The notice is addressed to officers of this participant by name; only they may see it.",
  examples: [
    {
      when: "Fiji names one officer of Tonga, under TLP:RED",
      audience: { officers: [{ participant: "TO", principal: "to-chief" }] },
      tlp: Tlp.RED,
      reader: "TO",
      gets: "all",
    },
  ],
  admits: ({ notice, participant }) =>
    notice.audience.officers
      .filter((officer) => officer.participant === participant.id)
      .map((officer) => officer.principal)
      .sort(),
};
