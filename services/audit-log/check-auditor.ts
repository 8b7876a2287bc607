import { ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { WHOLE_LOG } from "./migrations.ts";

/**
 * Whose part of the log the caller may read: all for the Secretariat's auditor, its own
 * participant's for any other. Throws `permission-denied` for whoever may not read it at this time
 * (Unix ms).
 */
export function checkAuditor(caller: Caller, directory: Directory, now: number): string {
  checkCaller(caller, ["auditor"], directory, now);
  const { participant } = caller;
  const type = directory.participant(participant)?.type;
  return type === ParticipantType.SECRETARIAT ? WHOLE_LOG : participant;
}
