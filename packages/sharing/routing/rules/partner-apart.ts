import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { isSponsored } from "../../directory/operations.ts";
import { type Candidate, decidedAt, type WithholdRule } from "../rule.ts";
import { consent } from "./consent.ts";
import { joinedOperation } from "./joined-operation.ts";
import { operationParticipant } from "./operation-participant.ts";

/** Whether a rule admits by a joint operation. */
export function isThroughOperation(rule: string): boolean {
  return rule === operationParticipant.name || rule === joinedOperation.name;
}

export const partnerApart: WithholdRule = {
  name: "partner-apart",
  says: "A partner organisation is reached only through a joint operation in which a sponsor answers for it, or by consent.",
  examples: [
    {
      when: "Fiji names the Navy, a partner",
      audience: { participants: ["NAVY"] },
      reader: "NAVY",
      gets: "nothing",
    },
    {
      when: "Fiji addresses the operation SEA, where Tonga answers for the Navy",
      audience: { operations: ["FJ-SEA"] },
      reader: "NAVY",
      gets: "all",
    },
    {
      when: "Fiji addresses the operation AIR, where nobody who is in it answers for the Navy",
      audience: { operations: ["FJ-AIR"] },
      reader: "NAVY",
      gets: "nothing",
    },
    {
      when: "Fiji addresses the operation LAND, where Kiribati, which is suspended, answers for the Navy",
      audience: { operations: ["FJ-LAND"] },
      reader: "NAVY",
      gets: "nothing",
    },
    {
      when: "Fiji addresses the operation SEA, where the Navy, a partner too, answers for the Police Service",
      audience: { operations: ["FJ-SEA"] },
      reader: "POLICE",
      gets: "nothing",
    },
    {
      when: "Fiji consents to share the notice with the Navy",
      audience: { participants: ["TO"] },
      widening: { by: "consent", participant: "NAVY", sections: [], at: 2_000 },
      reader: "NAVY",
      gets: "all",
    },
  ],
  withholds(candidate, admittedBy) {
    const { notice, participant } = candidate;
    if (participant.type !== ParticipantType.PARTNER) return [];
    if (participant.id === notice.header.origin) return [];
    if (isThroughOperation(admittedBy)) return hasSponsor(candidate) ? [] : "notice";
    return admittedBy === consent.name ? [] : "notice";
  },
};

function hasSponsor({ notice, participant, directory }: Candidate): boolean {
  return notice.audience.operations.some((id) =>
    isSponsored(directory, id, participant.id, decidedAt(notice)),
  );
}
