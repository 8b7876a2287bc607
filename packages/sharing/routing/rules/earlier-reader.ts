import type { AdmitRule } from "../rule.ts";

export const earlierReader: AdmitRule = {
  name: "earlier-reader",
  says: "The notice corrects a version that this participant holds.",
  admits({ notice, participant }) {
    const held = notice.earlierReaders?.get(participant.id);
    if (!held) return false;
    return held.officers.length > 0 ? held.officers : true;
  },
  basis: ({ notice, participant }) => notice.earlierReaders?.get(participant.id)?.rule,
};
