import { checkCaller } from "@talanoa/platform/auth/check-caller.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { DirectoryFollower } from "@talanoa/platform/directory/follower.ts";
import { HubError } from "@talanoa/platform/errors.ts";

/** Throws the reason why the caller may not read its participant's feed now. */
export function checkAccess(caller: Caller, directory: DirectoryFollower): void {
  const now = Date.now();
  if (caller.expiresAt <= now) {
    throw new HubError("unauthenticated", "the token has expired: sign in again");
  }
  // A publisher reads its own administration's notices.
  checkCaller(caller, ["liaison", "publisher"], directory.latest(), now);
}

/** Ends long calls whose caller may no longer read. */
export interface AccessWatch extends Disposable {
  /** Calls `end` once with the reason, within seconds; until the returned function is called. */
  watch(caller: Caller, end: (reason: unknown) => void): () => void;
}

/** Looks at all open calls after each change of the directory, and at the clock every five seconds. */
export function watchAccess(directory: DirectoryFollower): AccessWatch {
  const watched = new Map<(reason: unknown) => void, Caller>();
  const look = (): void => {
    for (const [end, caller] of watched) {
      try {
        checkAccess(caller, directory);
      } catch (error) {
        watched.delete(end);
        end(error);
      }
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
