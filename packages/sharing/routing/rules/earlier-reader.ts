import type { AdmitRule } from "../rule.ts";

export const earlierReader: AdmitRule = {
  name: "earlier-reader",
  says: "The notice corrects a version that this participant holds.",
  examples: [
    {
      when: "Fiji corrects a notice that Tonga holds, and now names Samoa too",
      audience: { participants: ["TO", "WS"] },
      earlierReaders: { TO: "named-participant" },
      reader: "TO",
      gets: "all",
    },
    {
      when: "Fiji corrects a notice that Tonga holds, and now names Samoa too",
      audience: { participants: ["TO", "WS"] },
      earlierReaders: { TO: "named-participant" },
      reader: "WS",
      gets: "nothing",
    },
  ],
  admits({ notice, participant }) {
    const held = notice.earlierReaders?.get(participant.id);
    if (!held) return false;
    return held.officers.length > 0 ? held.officers : true;
  },
  basis: ({ notice, participant }) => notice.earlierReaders?.get(participant.id)?.rule,
};
