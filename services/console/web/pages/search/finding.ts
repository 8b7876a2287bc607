import { type Signal, signal } from "@preact/signals";
import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import {
  FeedService,
  type Identifiers,
  type NoticeRef,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { type NoticeLine, noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import { arrivedStatement } from "../../hub/arrived.ts";
import { openPaged, type Paged } from "../../parts/paged.ts";
import type { Session } from "../../session.ts";

/** What is found is recorded as shown, so that a page has no more than one reads. */
const PAGE = 20;

/** What is searched for: all of it stands in a notice. */
export interface Wanted {
  readonly text: string;
  readonly identifiers: Init<Identifiers>;
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
  /** Whether the hub is still making its index: there may be more that it cannot find yet. */
  readonly incomplete: Signal<boolean>;
}

/** Searches for the first page. What is recalled is not shown any more, until this is disposed of. */
export function openFinding({ hub, keys }: Session, wanted: Wanted): Finding {
  const incomplete = signal(false);
  const recalled = new Set<string>();
  const stands = (found: Found) => !found || !recalled.has(nameOf(found.notice.ref));
  const paged = openPaged(async (pageToken) => {
    const asked = { ...wanted, pageSize: PAGE, pageToken, brief: true };
    const page = await hub.call(FeedService.search, asked);
    const contents = await Promise.all(page.copies.map((copy) => checkCopy(copy, keys)));
    incomplete.value = page.incomplete;
    return { items: contents.flatMap(foundIn).filter(stands), next: page.nextPageToken };
  });
  const forget = arrivedStatement.subscribe((its) => {
    const notice = its?.says === "recalled" && its.statement.notice;
    if (!notice || notice.origin !== its.statement.origin) return;
    recalled.add(nameOf(notice));
    paged.items.value = paged.items.peek().filter(stands);
  });
  return { ...paged, incomplete, [Symbol.dispose]: forget };
}

function nameOf({ origin, id }: Pick<NoticeRef, "origin" | "id">): string {
  return `${origin}/${id}`;
}

function foundIn(content: CheckedCopy): Found[] {
  if (content.kind !== "notice") return content.kind === "not-genuine" ? [null] : [];
  const { acceptedAt: at, replacedBy } = content.copy;
  return [{ notice: noticeLine(content.notice), at, replacedBy }];
}
