import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { isSponsored } from "../../directory/operations.ts";
import { type Candidate, decidedAt, type WithholdRule } from "../rule.ts";
import { consent } from "./consent.ts";
import { joinedOperation } from "./joined-operation.ts";
import { operationParticipant } from "./operation-participant.ts";

const throughOperation = [operationParticipant.name, joinedOperation.name];

export const partnerApart: WithholdRule = {
  name: "partner-apart",
  says: "A partner organisation is reached only through a joint operation in which a sponsor answers for it, or by consent.",
  withholds(candidate, admittedBy) {
    const { notice, participant } = candidate;
    if (participant.type !== ParticipantType.PARTNER) return [];
    if (participant.id === notice.header.origin) return [];
    if (throughOperation.includes(admittedBy)) return hasSponsor(candidate) ? [] : "notice";
    return admittedBy === consent.name ? [] : "notice";
  },
};

function hasSponsor({ notice, participant, directory }: Candidate): boolean {
  return notice.audience.operations.some((id) =>
    isSponsored(directory, id, participant.id, decidedAt(notice)),
  );
}
