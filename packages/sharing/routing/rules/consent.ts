import type { AdmitRule } from "../rule.ts";

export const consent: AdmitRule = {
  name: "consent",
  by: "consent",
  says: "The originator consented to share the notice with this participant.",
  examples: [
    {
      when: "Fiji named Tonga, and consents to share the notice with Samoa",
      audience: { participants: ["TO"] },
      widening: { by: "consent", participant: "WS", sections: [], at: 2_000 },
      reader: "WS",
      gets: "all",
    },
  ],
  admits: ({ notice: { widening }, participant }) =>
    widening?.by === "consent" && widening.participant === participant.id,
};
