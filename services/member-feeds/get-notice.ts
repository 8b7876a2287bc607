import {
  Door,
  type GetNoticeRequest,
  type GetNoticeResponse,
  type NoticeRef,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, SUBJECT_TOKEN, subjects } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { checkAccess } from "./access.ts";
import { alsoIn } from "./also-in.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee } from "./held-copy.ts";
import { readCopy } from "./read-stream.ts";
import { openedMessages, releasedMessages } from "./records.ts";
import { shownCopies } from "./shown-copies.ts";

/**
 * One notice that the caller's participant holds. One that it was not sent is answered as one that
 * does not exist. What is answered counts as opened by the caller.
 */
export function getNotice(feeds: Feeds): Unary<GetNoticeRequest, GetNoticeResponse> {
  return async ({ notice }, { caller }) => {
    checkAccess(caller, feeds.directory);
    const held = await find(feeds, caller, checked(notice));
    if (!held) throw new HubError("not-found", "there is no such notice in your feed");
    const [[copy], shared] = await Promise.all([
      shownCopies(feeds, caller, [held]),
      alsoIn(feeds, caller, held),
    ]);
    // The commit point: only what is recorded is shown.
    await feeds.committer.commit([
      ...releasedMessages(caller, Door.GET, [held]),
      ...openedMessages(caller, Door.GET, [held]),
    ]);
    return { copy: copy!, alsoIn: shared };
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
 * The version asked for, or the newest that the caller may see. The marker comes from the stream's
 * leader, so what a subscription has delivered is found at once.
 */
async function find(
  { bus }: Pick<Feeds, "bus">,
  caller: Caller,
  { origin, id, version }: NoticeRef,
): Promise<HeldCopy | null> {
  const { participant } = caller;
  let subject =
    version === 0
      ? subjects.routedAnyVersion({ origin, id })
      : subjects.routed({ origin, id, version }, "first");
  for (;;) {
    const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
    if (!message) return null;
    const { card, recipients } = RoutedMarker.decode(message.payload);
    const place = recipients.indexOf(participant);
    if (place >= 0) {
      const held = await readCopy(bus, message.sequence + 1 + place, participant);
      if (held && held.facts.ref.notice?.id === id && maySee(caller, held)) return held;
    }
    const older = (card?.notice?.version ?? 0) - 1;
    if (version !== 0 || older < 1) return null;
    subject = subjects.routed({ origin, id, version: older }, "first");
  }
}
