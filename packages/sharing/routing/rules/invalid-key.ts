import { validKey } from "../../directory/standing.ts";
import type { WithholdRule } from "../rule.ts";

export const invalidKey: WithholdRule = {
  name: "invalid-key",
  says: "The key that signed was not valid for the originator where the notice stands in the stream.",
  examples: [
    {
      when: "Fiji addresses all Members and signs with a key that was withdrawn before",
      audience: { allMembers: true },
      withdrawnKey: true,
      reader: "TO",
      gets: "nothing",
    },
  ],
  withholds({ notice, directory }) {
    const { origin, kind } = notice.header;
    const use = { participant: origin, kind, time: notice.acceptedAt };
    return validKey(directory, notice.keyId, use) ? [] : "notice";
  },
};
