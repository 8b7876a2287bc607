import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Directory } from "@talanoa/sharing/directory/directory.ts";
import { mayAct, takesPart } from "@talanoa/sharing/directory/standing.ts";

/** Why this caller may not read its participant's feed at this time (Unix ms); null when it may. */
export function refusedAccess(caller: Caller, directory: Directory, now: number): HubError | null {
  const { participant, principal, roles, expiresAt } = caller;
  if (expiresAt <= now) {
    return new HubError("unauthenticated", "the token has expired: sign in again");
  }
  if (!roles.includes("liaison") && !roles.includes("publisher")) {
    return denied("role", "this takes the role liaison, or publisher for one's own notices");
  }
  if (!takesPart(directory.participant(participant), now)) {
    return denied("participant-takes-part", "your administration does not take part at present");
  }
  if (!mayAct(directory, participant, principal)) {
    return denied("principal-not-suspended", "you may not act for your administration at present");
  }
  return null;
}

/** Throws the reason when the caller may not read its participant's feed now. */
export function checkAccess(caller: Caller, directory: DirectoryFollower): void {
  const refused = refusedAccess(caller, directory.latest(), Date.now());
  if (refused) throw refused;
}

function denied(rule: string, description: string): HubError {
  const violations = [{ field: "caller", rule, description }];
  return new HubError("permission-denied", description, { violations });
}

/** Ends long calls whose caller may no longer read. */
export interface AccessWatch extends Disposable {
  /** Calls `end` once with the reason, within seconds; until the returned function is called. */
  watch(caller: Caller, end: (reason: HubError) => void): () => void;
}

/** Looks at all open calls after each change of the directory, and at the clock every five seconds. */
export function watchAccess(directory: DirectoryFollower): AccessWatch {
  const watched = new Map<(reason: HubError) => void, Caller>();
  const look = (): void => {
    for (const [end, caller] of watched) {
      const refused = refusedAccess(caller, directory.latest(), Date.now());
      if (!refused) continue;
      watched.delete(end);
      end(refused);
    }
  };
  const timer = setInterval(look, 5_000);
  timer.unref();
  const forget = directory.onChange(look);
  return {
    watch(caller, end) {
      watched.set(end, caller);
      return () => watched.delete(end);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      forget();
    },
  };
}
