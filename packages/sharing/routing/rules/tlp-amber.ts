import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { allMembers } from "./all-members.ts";
import type { WithholdRule } from "../rule.ts";

export const tlpAmber: WithholdRule = {
  name: "tlp-amber",
  says: "TLP:AMBER and what is stricter need a smaller circle than all Members.",
  examples: [
    {
      when: "Fiji addresses all Members under TLP:AMBER",
      audience: { allMembers: true },
      tlp: Tlp.AMBER,
      reader: "VU",
      gets: "nothing",
    },
    {
      when: "Fiji addresses the group YACHTS under TLP:AMBER+STRICT",
      audience: { groups: ["YACHTS"] },
      tlp: Tlp.AMBER_STRICT,
      reader: "TO",
      gets: "all",
    },
  ],
  withholds: ({ notice: { header } }, admittedBy) =>
    header.tlp >= Tlp.AMBER && admittedBy === allMembers.name ? "notice" : [],
};
