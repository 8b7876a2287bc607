import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";
import { WHOLE_LOG } from "./migrations.ts";

/**
 * Whose part of the log the caller may read: all for the Secretariat's auditor, its own
 * participant's for any other. Throws `permission-denied` for whoever may not read it at this time
 * (Unix ms).
 */
export function checkAuditor(caller: Caller, directory: Directory, now: number): string {
  const { participant: id, principal, roles } = caller;
  if (!roles.includes("auditor")) throw denied("role", "this takes the role auditor");
  const participant = directory.participant(id);
  if (!takesPart(participant, now)) {
    throw denied("participant-takes-part", "your administration does not take part at present");
  }
  if (!mayAct(directory, id, principal)) {
    throw denied("principal-not-suspended", "you may not act for your administration at present");
  }
  return participant?.type === ParticipantType.SECRETARIAT ? WHOLE_LOG : id;
}

function denied(rule: string, description: string): HubError {
  const violations = [{ field: "caller", rule, description }];
  return new HubError("permission-denied", description, { violations });
}
