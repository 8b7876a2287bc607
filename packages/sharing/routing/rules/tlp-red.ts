import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { consent } from "./consent.ts";
import { namedOfficer } from "./named-officer.ts";
import { namedParticipant } from "./named-participant.ts";
import { originator } from "./originator.ts";
import type { WithholdRule } from "../rule.ts";

const enough = [originator.name, namedParticipant.name, namedOfficer.name, consent.name];

export const tlpRed: WithholdRule = {
  name: "tlp-red",
  says: "TLP:RED is for those alone whom the originator names.",
  examples: [
    {
      when: "Fiji addresses Polynesia under TLP:RED",
      audience: { subRegions: ["polynesia"] },
      tlp: Tlp.RED,
      reader: "TO",
      gets: "nothing",
    },
    {
      when: "Fiji names Tonga under TLP:RED",
      audience: { participants: ["TO"] },
      tlp: Tlp.RED,
      reader: "TO",
      gets: "all",
    },
  ],
  withholds: ({ notice }, admittedBy) =>
    notice.header.tlp === Tlp.RED && !enough.includes(admittedBy) ? "notice" : [],
};
