import {
  Door,
  type GetNoticeRequest,
  type GetNoticeResponse,
  type NoticeRef,
  RoutedMarker,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, SUBJECT_TOKEN, subjects } from "@talanoa/contract/subjects.ts";
import type { Caller } from "@talanoa/platform/auth/tokens.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readMarkers } from "@talanoa/platform/bus/markers.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { isId } from "@talanoa/sharing/notice/id.ts";
import { checkAccess } from "./access.ts";
import type { Feeds } from "./feeds.ts";
import { type HeldCopy, maySee } from "./held-copy.ts";
import { joined, readCopy } from "./read-stream.ts";
import { openedMessages, releasedMessages } from "./records.ts";

/**
 * One notice that the caller's participant holds. One that it was not sent is answered as one that
 * does not exist. What is answered counts as opened by the caller.
 */
export function getNotice(feeds: Feeds): Unary<GetNoticeRequest, GetNoticeResponse> {
  return async ({ notice }, { caller }) => {
    checkAccess(caller, feeds.directory);
    const held = await find(feeds, caller, checked(notice));
    if (!held) throw new HubError("not-found", "there is no such notice in your feed");
    const copy = await joined(feeds.bus, held);
    // The commit point: only what is recorded is shown.
    await feeds.committer.commit([
      ...releasedMessages(caller, Door.GET, [held]),
      ...openedMessages(caller, Door.GET, [held]),
    ]);
    return { copy };
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
  { bus }: Pick<Feeds, "bus">,
  caller: Caller,
  { origin, id, version }: NoticeRef,
): Promise<HeldCopy | null> {
  const newest = version || (await newestVersion(bus, { origin, id }));
  const oldest = version || 1;
  for (let each = newest; each >= oldest; each--) {
    const held = await findVersion(bus, caller, { origin, id, version: each });
    if (held) return held;
  }
  return null;
}

/** 0 when nothing of the notice has been routed. */
async function newestVersion(bus: Bus, notice: Pick<NoticeRef, "origin" | "id">): Promise<number> {
  const subject = subjects.routedAnyVersion(notice);
  const message = await readMessage(bus, EXCHANGE, { last_by_subj: subject });
  return message ? (RoutedMarker.decode(message.payload).card?.notice?.version ?? 0) : 0;
}

/** A participant may hold two copies: one for an officer by the first routing, one for all by a grant. */
async function findVersion(bus: Bus, caller: Caller, notice: NoticeRef): Promise<HeldCopy | null> {
  const { participant } = caller;
  for (const { sequence, recipients } of (await readMarkers(bus, notice)).toReversed()) {
    const place = recipients.indexOf(participant);
    const held = place < 0 ? null : await readCopy(bus, sequence + 1 + place, participant);
    if (held && held.facts.ref.notice?.id === notice.id && maySee(caller, held)) return held;
  }
  return null;
}
