import {
  type AlsoIn,
  type EndedNotice,
  type FeedCopy,
  type FeedFilter,
  FeedService,
  type Identifiers,
  type NoticeRef,
  type RecalledNotice,
  type Reminder,
  type RequestSelection,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import type { CallOptions, Hub } from "./hub.ts";

/**
 * The copies in one's feed, the newest first, page by page as they are asked for: the newest version
 * that one holds of each notice, or all. Throws HubError.
 */
export async function* listNotices(
  hub: Hub,
  {
    filter,
    requests,
    pageSize = 50,
    allVersions = false,
    brief = false,
    ...options
  }: {
    filter?: Init<FeedFilter>;
    /** Requests alone, of these. */
    requests?: Init<RequestSelection>;
    pageSize?: number;
    /** Replaced versions too. */
    allVersions?: boolean;
    /** Of each only what a line about it tells; what is given whole counts as opened. */
    brief?: boolean;
  } & CallOptions = {},
): AsyncGenerator<FeedCopy, void, void> {
  let pageToken = "";
  const asked = { filter: filter ?? {}, requests: requests ?? null, pageSize, allVersions, brief };
  do {
    const request = { ...asked, pageToken };
    const page = await hub.call(FeedService.listNotices, request, options);
    yield* page.copies;
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}

/** One notice of one's feed; version 0 is the newest. Throws HubError, `not-found` when it is not there. */
export async function getNotice(
  hub: Hub,
  notice: NoticeRef,
  options?: CallOptions,
): Promise<FeedCopy> {
  return (await showNotice(hub, notice, options)).copy;
}

/** The same, with the other notices of one's feed that share an identifier with it. */
export async function showNotice(
  hub: Hub,
  notice: NoticeRef,
  options?: CallOptions,
): Promise<{ copy: FeedCopy; alsoIn: AlsoIn[] }> {
  const { copy, alsoIn } = await hub.call(FeedService.getNotice, { notice }, options);
  if (!copy) throw new HubError("internal", "the hub answered without a copy");
  return { copy, alsoIn };
}

/** What is searched for: all of it must be in a notice. */
export interface Wanted {
  readonly text: string;
  readonly identifiers: Init<Identifiers>;
}

/**
 * The copies of one's feed that have all words and identifiers, the newest first, page by page.
 * `brief` is as in lists; `onIncomplete` is told when the hub cannot find all of them yet. Throws HubError.
 */
export async function* searchNotices(
  hub: Hub,
  { text, identifiers }: Wanted,
  {
    pageSize = 50,
    brief = false,
    withoutExercises = false,
    onIncomplete,
    ...options
  }: {
    pageSize?: number;
    brief?: boolean;
    withoutExercises?: boolean;
    onIncomplete?: () => void;
  } & CallOptions = {},
): AsyncGenerator<FeedCopy, void, void> {
  let pageToken = "";
  do {
    const request = { text, identifiers, pageSize, pageToken, brief, withoutExercises };
    const page = await hub.call(FeedService.search, request, options);
    if (page.incomplete) onIncomplete?.();
    yield* page.copies;
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
}

/** What is overdue of one's own notices and of oneself, the latest first, at most 200. Throws HubError. */
export async function listOverdue(
  hub: Hub,
  { withoutExercises = false, ...options }: { withoutExercises?: boolean } & CallOptions = {},
): Promise<{ overdue: Reminder[]; more: boolean }> {
  return hub.call(FeedService.listOverdue, { withoutExercises }, options);
}

/**
 * What was recalled of one's feed, while one's participant has not stated that its own copies are destroyed: the newest
 * first, at most 200. Throws HubError.
 */
export async function listRecalled(
  hub: Hub,
  { withoutExercises = false, ...options }: { withoutExercises?: boolean } & CallOptions = {},
): Promise<{ recalled: RecalledNotice[]; more: boolean }> {
  return hub.call(FeedService.listRecalled, { withoutExercises }, options);
}

/**
 * The versions of a notice before one, the newest first, down to the first that one does not hold.
 * Each counts as opened. Throws HubError.
 */
export async function getEarlierVersions(
  hub: Hub,
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

/** What one calls a notice by, when one does not give its whole name. */
interface PartOfName {
  /** Any when it is not given. */
  readonly origin?: string;
  readonly idPart: string;
}

/**
 * The names of notices in one's feed whose id begins or ends with a part, at least 4 hexadecimal
 * digits: the newest version of each, at most 6. No origin is any. Nothing is released, so the log
 * says nothing of it. Throws HubError.
 */
export async function findNotices(
  hub: Hub,
  { origin = "", idPart }: PartOfName,
  options?: CallOptions,
): Promise<NoticeRef[]> {
  const { notices } = await hub.call(FeedService.findNotices, { origin, idPart }, options);
  return notices;
}

/** The same, and apart from them those that one held and that have ended, at most 6. Throws HubError. */
export async function findKnown(
  hub: Hub,
  { origin = "", idPart }: PartOfName,
  options?: CallOptions,
): Promise<{ notices: NoticeRef[]; ended: EndedNotice[] }> {
  return hub.call(FeedService.findNotices, { origin, idPart, ended: true }, options);
}
