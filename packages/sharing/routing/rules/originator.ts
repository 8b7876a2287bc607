import type { AdmitRule } from "../rule.ts";

export const originator: AdmitRule = {
  name: "originator",
  says: "The originator keeps its own copy.",
  admits: ({ notice, participant }) => participant.id === notice.header.origin,
};
