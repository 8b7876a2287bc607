import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";
import { SECRETARIAT } from "./visible-entries.ts";

/** Throws `permission-denied` for a principal who is suspended or stands for another participant. */
export function checkPrincipal({ participant, principal }: Caller, directory: Directory): void {
  if (!mayAct(directory, participant, principal)) {
    throw denied("principal-not-suspended", "you may not act for your administration at present");
  }
}

/** The same, and for a participant that does not take part at this time (Unix ms). */
export function checkTakesPart(caller: Caller, directory: Directory, now: number): void {
  checkPrincipal(caller, directory);
  const { participant } = caller;
  // The Secretariat runs the directory and must be able to mend it.
  if (participant !== SECRETARIAT && !takesPart(directory.participant(participant), now)) {
    throw denied("participant-takes-part", "your administration does not take part at present");
  }
}

/** A refusal of the caller as such. */
export function denied(rule: string, description: string): HubError {
  const violations = [{ field: "caller", rule, description }];
  return new HubError("permission-denied", description, { violations });
}
