import type { AdmitRule } from "../rule.ts";

export const consent: AdmitRule = {
  name: "consent",
  by: "consent",
  says: "The originator consented to share the notice with this participant.",
  admits: ({ notice: { widening }, participant }) =>
    widening?.by === "consent" && widening.participant === participant.id,
};
