import { Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { allMembers } from "./all-members.ts";
import type { WithholdRule } from "../rule.ts";

export const tlpAmber: WithholdRule = {
  name: "tlp-amber",
  says: "TLP:AMBER and TLP:AMBER+STRICT need a smaller circle than all Members.",
  withholds: ({ notice: { header } }, admittedBy) =>
    (header.tlp === Tlp.AMBER || header.tlp === Tlp.AMBER_STRICT) && admittedBy === allMembers.name
      ? "notice"
      : [],
};
