import type { AdmitRule, WithholdRule } from "./rule.ts";
import { allMembers } from "./rules/all-members.ts";
import { consent } from "./rules/consent.ts";
import { earlierReader } from "./rules/earlier-reader.ts";
import { groupMember } from "./rules/group-member.ts";
import { invalidKey } from "./rules/invalid-key.ts";
import { joinedOperation } from "./rules/joined-operation.ts";
import { namedOfficer } from "./rules/named-officer.ts";
import { namedParticipant } from "./rules/named-participant.ts";
import { noAgreement } from "./rules/no-agreement.ts";
import { notGranted } from "./rules/not-granted.ts";
import { notTakingPart } from "./rules/not-taking-part.ts";
import { operationParticipant } from "./rules/operation-participant.ts";
import { originator } from "./rules/originator.ts";
import { partnerApart } from "./rules/partner-apart.ts";
import { referenceHeld } from "./rules/reference-held.ts";
import { routingSection } from "./rules/routing-section.ts";
import { subRegion } from "./rules/sub-region.ts";
import { tlpAmber } from "./rules/tlp-amber.ts";
import { tlpRed } from "./rules/tlp-red.ts";

/**
 * Every rule, in the order in which they are asked. First who is admitted: any suffices, and a decision
 * names the first that holds. Then what is withheld all the same: any suffices, whatever admitted.
 */
export const sharingRules = {
  admit: [
    originator,
    namedParticipant,
    operationParticipant,
    groupMember,
    subRegion,
    allMembers,
    namedOfficer,
    joinedOperation,
    consent,
    earlierReader,
  ],
  withhold: [
    invalidKey,
    notTakingPart,
    partnerApart,
    tlpRed,
    tlpAmber,
    routingSection,
    notGranted,
    noAgreement,
    referenceHeld,
  ],
} as const satisfies {
  readonly admit: readonly AdmitRule[];
  readonly withhold: readonly WithholdRule[];
};

/** Those that may admit to a correction: its audience widens nothing. */
export const correctionRules: readonly AdmitRule[] = [originator, earlierReader];

/** The rule of a participant whom nothing addressed. */
export const NOT_ADDRESSED = "not-addressed";

/** The sentence of every rule, by name. */
export const ruleSentences: Readonly<Record<string, string>> = {
  [NOT_ADDRESSED]: "The originator did not address this participant.",
  ...Object.fromEntries(
    [...sharingRules.admit, ...sharingRules.withhold].map(({ name, says }) => [name, says]),
  ),
};
