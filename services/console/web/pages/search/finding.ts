import { type Signal, signal } from "@preact/signals";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { FeedService, type Identifiers } from "@talanoa/contract/generated/talanoa.ts";
import { type NoticeLine, noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import { arrivedStatement, begunAnew } from "../../hub/arrived.ts";
import { openPaged, type Paged } from "../../parts/paged.ts";
import type { Session } from "../../session.ts";
import { noticeKey } from "../feed/feed-line.ts";
import { endingOf } from "../notice/read-notice.ts";

/** What is found is recorded as shown, so that a page has no more than one reads. */
const PAGE = 20;
/** Milliseconds from one look for what has expired to the next. */
const LOOKED_EACH = 30_000;

/** What is searched for: all of it stands in a notice. */
export interface Wanted {
  readonly text: string;
  readonly identifiers: Identifiers;
}

/** A notice that was found. */
export interface FoundNotice {
  readonly notice: NoticeLine;
  /** When the hub took it, Unix ms. */
  readonly at: number;
  /** The version that one holds since; 0 when this is the newest. */
  readonly replacedBy: number;
}

/** A copy that was found; null where it is not what its originator signed. */
export type Found = FoundNotice | null;

/** What one searched for and what was found, the newest first. */
export interface Finding extends Paged<Found>, Disposable {
  readonly wanted: Wanted;
  /** Whether the hub is still making its index: there may be more that it cannot find yet. */
  readonly incomplete: Signal<boolean>;
}

/** Searches for the first page. What was recalled or has expired is not shown any more, until this is disposed of. */
export function openFinding({ hub, keys }: Session, wanted: Wanted): Finding {
  const stop = new AbortController();
  const { signal: stopped } = stop;
  const incomplete = signal(false);
  const ended = new Set<string>();
  const stands = (found: Found) =>
    !found || !(ended.has(noticeKey(found.notice.ref)) || hasExpired(found.notice));
  const paged = openPaged(async (pageToken) => {
    const asked = { ...wanted, pageSize: PAGE, pageToken, brief: true };
    const page = await hub.call(FeedService.search, asked, { signal: stopped });
    const contents = await Promise.all(page.copies.map((copy) => checkCopy(copy, keys)));
    incomplete.value = page.incomplete;
    return { items: contents.flatMap(foundIn).filter(stands), next: page.nextPageToken };
  });
  const look = () => {
    if (!paged.items.peek().every(stands)) paged.items.value = paged.items.peek().filter(stands);
  };
  const looking = setInterval(look, LOOKED_EACH);
  const hearing = arrivedStatement.subscribe((its) => {
    const notice = its?.says === "recalled" && its.statement.notice;
    if (!notice || notice.origin !== its.statement.origin) return;
    ended.add(noticeKey(notice));
    look();
  });
  let begun = begunAnew.peek();
  // What was recalled between the answer and a feed that begins now does not come by it.
  const beginning = begunAnew.subscribe((count) => {
    if (count === begun) return;
    begun = count;
    for (const found of paged.items.peek()) {
      if (!found) continue;
      void endingOf(hub, found.notice.ref, stopped).then((its) => {
        if (its) ended.add(noticeKey(found.notice.ref));
        look();
      });
    }
  });
  return {
    ...paged,
    wanted,
    incomplete,
    [Symbol.dispose]() {
      stop.abort();
      clearInterval(looking);
      hearing();
      beginning();
    },
  };
}

function hasExpired({ expiresAt }: NoticeLine): boolean {
  return expiresAt > 0 && expiresAt <= Date.now();
}

function foundIn(content: CheckedCopy): Found[] {
  if (content.kind !== "notice") return content.kind === "not-genuine" ? [null] : [];
  const { acceptedAt: at, replacedBy } = content.copy;
  return [{ notice: noticeLine(content.notice), at, replacedBy }];
}
