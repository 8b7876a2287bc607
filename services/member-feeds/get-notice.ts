import {
  Door,
  type GetNoticeRequest,
  type GetNoticeResponse,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { checkAccess } from "./access.ts";
import { alsoIn } from "./also-in.ts";
import type { Feeds } from "./feeds.ts";
import type { HeldCopy } from "./held-copy.ts";
import { heldVersions, readVersion, replacedBy } from "./held-versions.ts";
import { openedMessages, releasedMessages } from "./records.ts";
import { shownCopies } from "./shown-copies.ts";

/**
 * One notice that the caller's participant holds. One that it was not sent is answered as one that
 * does not exist. What is answered counts as opened by the caller.
 */
export function getNotice(feeds: Feeds): Unary<GetNoticeRequest, GetNoticeResponse> {
  return async ({ notice }, { caller }) => {
    checkAccess(caller, feeds.directory);
    const found = await find(feeds, caller, checked(notice));
    if (!found) throw new HubError("not-found", "there is no such notice in your feed");
    const { held, replacedBy } = found;
    const [[shown], shared] = await Promise.all([
      shownCopies(feeds, caller, [held]),
      alsoIn(feeds, caller, held),
    ]);
    const copy = { ...shown, replacedBy };
    // The commit point: only what is recorded is shown.
    await feeds.committer.commit([
      ...releasedMessages(caller, Door.GET, [held]),
      ...openedMessages(caller, Door.GET, [held]),
    ]);
    return { copy, alsoIn: shared };
  };
}

function checked(notice: NoticeRef | null): NoticeRef {
  if (!notice) throw invalidField("notice", "notice-required", "name the notice");
  if (!SUBJECT_TOKEN.test(notice.origin)) {
    throw invalidField("notice.origin", "participant-code", "give the origin's code, such as FJ");
  }
  if (!isId(notice.id)) {
    throw invalidField("notice.id", "notice-id", "give the notice's id, a UUID in lower case");
  }
  return notice;
}

/**
 * The version asked for, or the newest that the caller may see. The markers come from the stream's
 * leader, so what a subscription has delivered is found at once.
 */
async function find(
  feeds: Pick<Feeds, "bus" | "endings">,
  caller: Caller,
  notice: NoticeRef,
): Promise<{ held: HeldCopy; replacedBy: number } | null> {
  const versions = await heldVersions(feeds.bus, caller, notice);
  for (const each of versions) {
    if (notice.version !== 0 && each.version !== notice.version) continue;
    const held = await readVersion(feeds, caller, notice, each);
    if (held) return { held, replacedBy: replacedBy(versions, each.version) };
  }
  return null;
}
