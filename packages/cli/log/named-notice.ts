import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { Context } from "../context.ts";
import { findKnownNotice, type NamedNotice, readRef } from "../notice-ref.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

export const noticeHelp =
  "ORIGIN/ID or ORIGIN/ID/VERSION with the whole id; a part of it is enough only for who has a feed too";

/** What a person typed, which is wrong in other words than where a feed is at hand. Throws UsageError. */
function named(text: string): NamedNotice {
  try {
    return readRef(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message, `Give ${noticeHelp}.`);
  }
}

/** An auditor may have no feed: a whole id is taken as it is, only a part is looked up there. */
export async function namedNotice(
  session: Session,
  text: string,
  context: Context,
): Promise<NoticeRef> {
  const ref = named(text);
  if ("whole" in ref) return ref.whole;
  try {
    return await findKnownNotice(session.hub, text, context.signal);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "permission-denied") throw error;
    throw new UsageError(
      `${session.identity.name} has no feed in which to look up ${text}`,
      "Give the whole ORIGIN/ID, as `talanoa publish` and `talanoa log query` show it.",
    );
  }
}
