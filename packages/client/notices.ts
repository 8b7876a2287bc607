import {
  type FeedCopy,
  type FeedFilter,
  FeedService,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { CallOptions, HubClient } from "./connect.ts";

/**
 * The copies in one's feed, the newest first, page by page as they are asked for: the newest version
 * that one holds of each notice, or all. Throws HubError.
 */
export async function* listNotices(
  hub: HubClient,
  {
    filter,
    pageSize = 50,
    allVersions = false,
    ...options
  }: { filter?: Init<FeedFilter>; pageSize?: number; allVersions?: boolean } & CallOptions = {},
): AsyncGenerator<FeedCopy, void, void> {
  let pageToken = "";
  do {
    const request = { filter: filter ?? {}, pageSize, pageToken, allVersions };
    const page = await hub.call(FeedService.listNotices, request, options);
    yield* page.copies;
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}

/** One notice of one's feed; version 0 is the newest. Throws HubError, `not-found` when it is not there. */
export async function getNotice(
  hub: HubClient,
  notice: NoticeRef,
  options?: CallOptions,
): Promise<FeedCopy> {
  const { copy } = await hub.call(FeedService.getNotice, { notice }, options);
  if (!copy) throw new HubError("internal", "the hub answered without a copy");
  return copy;
}

/**
 * The versions of a notice before one, the newest first, down to the first that one does not hold.
 * Each counts as opened. Throws HubError.
 */
export async function getEarlierVersions(
  hub: HubClient,
  { origin, id, version }: NoticeRef,
  options?: CallOptions,
): Promise<FeedCopy[]> {
  const copies: FeedCopy[] = [];
  for (let each = version - 1; each >= 1; each--) {
    const copy = await getNotice(hub, { origin, id, version: each }, options).catch(ifAbsent);
    if (!copy) break;
    copies.push(copy);
  }
  return copies;
}

function ifAbsent(error: unknown): null {
  if (error instanceof HubError && error.code === "not-found") return null;
  throw error;
}

/**
 * The names of notices in one's feed whose id begins or ends with a part, at least 4 hexadecimal
 * digits: the newest version of each, at most 6. No origin is any. Nothing is released, so the log
 * says nothing of it. Throws HubError.
 */
export async function findNotices(
  hub: HubClient,
  { origin = "", idPart }: { origin?: string; idPart: string },
  options?: CallOptions,
): Promise<NoticeRef[]> {
  const { notices } = await hub.call(FeedService.findNotices, { origin, idPart }, options);
  return notices;
}
