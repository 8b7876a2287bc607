import { type NoticeRef, ParticipantType } from "@talanoa/contract/generated/talanoa.ts";
import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { WHOLE_LOG } from "../tables/migrations.ts";

/**
 * Whose part of the log the caller may read: all for the Secretariat's auditor, its own
 * participant's for any other. Throws `permission-denied` for whoever may not read it at this time
 * (Unix ms).
 */
export function checkAuditor(caller: Caller, directory: Directory, now: number): string {
  checkCaller(caller, ["auditor"], directory, now);
  return readerOf(caller, directory);
}

/**
 * The same for the trail of one notice: its originator's desk, which must know who had it to take it
 * back, may read its own participant's part without being an auditor.
 */
export function checkTrailReader(
  caller: Caller,
  notice: NoticeRef | null,
  directory: Directory,
  now: number,
): string {
  const isOwn = notice !== null && notice.origin === caller.participant;
  if (!isOwn || caller.roles.includes("auditor")) return checkAuditor(caller, directory, now);
  checkCaller(caller, ["auditor", "publisher", "liaison"], directory, now);
  return caller.participant;
}

/** Whose part of the log a participant sees. */
export function readerOf(
  { participant }: Pick<Caller, "participant">,
  directory: Directory,
): string {
  const type = directory.participant(participant)?.type;
  return type === ParticipantType.SECRETARIAT ? WHOLE_LOG : participant;
}
