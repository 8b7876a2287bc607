import { explain } from "@talanoa/client/explain.ts";
import type { Spoken } from "@talanoa/client/state.ts";
import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The version of a notice that a statement is about, by the digest that the hub's decision on it names:
 * also when its content is gone. Version 0 is the newest of which one may know. Throws HubError.
 */
export async function versionOf(
  { signal }: Context,
  { hub }: Session,
  ref: NoticeRef,
): Promise<Spoken> {
  const { notice, digest } = await explain(hub, ref, { signal });
  return { header: notice ?? ref, digest };
}

/**
 * The same of a notice of one's own: its first version, which is known to whoever holds any, so that
 * nobody learns of a later one from what is said of all. Throws UsageError for another's.
 */
export async function ownVersion(
  context: Context,
  session: Session,
  ref: NoticeRef,
): Promise<Spoken> {
  if (ref.origin !== session.identity.participant)
    throw new UsageError(
      `${ref.origin} alone takes back its notices`,
      "`talanoa destroyed` states that you have destroyed your own copies.",
    );
  return versionOf(context, session, { ...ref, version: 1 });
}
