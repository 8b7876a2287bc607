import { type Audience, type Officer, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { dataPurposeWords } from "@talanoa/contract/words.ts";
import { isParticipantForm } from "../../codes/participants.ts";
import { isSubRegion } from "../../codes/sub-regions.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { OpenedNotice } from "../open.ts";
import { checkDistinct, checkList } from "./lists.ts";

/** The rules of whom a notice may address under its marking. */
export function checkAudience({ header, routing }: OpenedNotice, findings: Findings): void {
  if (!routing) return;
  if (routing.purpose !== 0 && !(routing.purpose in dataPurposeWords)) {
    findings.violation("purpose-known", "purpose");
  }
  const audience = routing.audience;
  if (!audience || isEmpty(audience)) {
    findings.violation("audience-required", "audience");
    return;
  }
  checkMarking(audience, header.tlp, findings);
  checkNames(audience, findings);
}

function isEmpty({
  allMembers,
  subRegions,
  participants,
  officers,
  groups,
  operations,
}: Audience): boolean {
  const lists = [subRegions, participants, officers, groups, operations];
  return !allMembers && lists.every(({ length }) => length === 0);
}

function checkMarking(audience: Audience, tlp: Tlp, findings: Findings): void {
  const { allMembers, subRegions, groups, operations } = audience;
  if (tlp === Tlp.RED) {
    if (allMembers) findings.violation("audience-red", "audience.all");
    if (subRegions.length > 0) findings.violation("audience-red", "audience.sub_regions");
    if (groups.length > 0) findings.violation("audience-red", "audience.groups");
    if (operations.length > 0) findings.violation("audience-red", "audience.operations");
  }
  const isAmber = tlp === Tlp.AMBER || tlp === Tlp.AMBER_STRICT;
  if (isAmber && allMembers) findings.violation("audience-amber", "audience.all");
}

function checkNames(audience: Audience, findings: Findings): void {
  const { subRegions, participants, officers, groups, operations } = audience;
  checkList(subRegions, limits.audienceGroups, "audience.sub_regions", findings, (word, field) => {
    if (!isSubRegion(word)) findings.violation("sub-region-known", field);
  });
  checkList(
    participants,
    limits.audienceParticipants,
    "audience.participants",
    findings,
    checkParticipant,
  );
  checkList(officers, limits.audienceOfficers, "audience.officers", findings, checkOfficer);
  checkList(groups, limits.audienceGroups, "audience.groups", findings, (group, field) => {
    if (!SUBJECT_TOKEN.test(group)) findings.violation("group-form", field);
  });
  checkList(operations, limits.audienceOperations, "audience.operations", findings, (id, field) => {
    if (!SUBJECT_TOKEN.test(id)) findings.violation("operation-form", field);
  });
  checkDistinct(operations, "audience.operations", findings);
  checkDistinct(subRegions, "audience.sub_regions", findings);
  checkDistinct(participants, "audience.participants", findings);
  checkDistinct(groups, "audience.groups", findings);
  checkDistinct(
    officers.map(({ participant, principal }) => `${participant}:${principal}`),
    "audience.officers",
    findings,
  );
}

/** The rule of requests and replies: each of those addressed is named. */
export function checkNamed({ allMembers, subRegions }: Audience, findings: Findings): void {
  if (allMembers) findings.violation("audience-named", "audience.all");
  if (subRegions.length > 0) findings.violation("audience-named", "audience.sub_regions");
}

/** A participant's code, here and in an operation. */
export function checkParticipant(code: string, field: string, findings: Findings): void {
  if (!isParticipantForm(code)) findings.violation("participant-form", field);
}

function checkOfficer(
  { participant, principal }: Officer,
  field: string,
  findings: Findings,
): void {
  if (!isParticipantForm(participant) || !SUBJECT_TOKEN.test(principal)) {
    findings.violation("officer-form", field);
  }
}
