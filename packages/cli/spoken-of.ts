import { decidedVersion } from "@talanoa/client/explain.ts";
import type { Spoken } from "@talanoa/client/state.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/**
 * What is said of a notice of one's own is said of its first version, which is known to whoever holds any, so that
 * nobody learns of a later one from what is said of all. Throws UsageError for another's.
 */
export async function ownVersion(
  { signal }: Context,
  { hub, identity }: Session,
  ref: NoticeRef,
): Promise<Spoken> {
  if (ref.origin !== identity.participant)
    throw new UsageError(
      `${ref.origin} alone takes back its notices`,
      "`talanoa destroyed` states that you have destroyed your own copies.",
    );
  return decidedVersion(hub, { ...ref, version: 1 }, { signal });
}
