import type { FeedFilter } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { CaseEntry, CaseNotice } from "@talanoa/sharing/feed/case-line.ts";
import { caseNoticeOf } from "@talanoa/sharing/feed/case-notice.ts";
import { type CheckedCopy, checkCopy, type NoticeCopy } from "./genuine-copy.ts";
import type { Hub } from "./hub.ts";
import type { KeyRing } from "./key-ring.ts";
import { listNotices } from "./notices.ts";

/** A notice in its newest version, with what puts it into its case. */
type PlacedCopy = CaseNotice & { readonly content: NoticeCopy };
export type CaseRow = CaseEntry<PlacedCopy>;

/** The newest copies of a feed in brief, all versions, at most so many; `more` when there are others. Throws HubError. */
export async function newestCopies(
  hub: Hub,
  keys: KeyRing,
  {
    filter,
    most,
    whole = false,
    signal,
  }: {
    readonly filter?: Init<FeedFilter>;
    readonly most: number;
    /** With all sections, which counts as opened. */
    readonly whole?: boolean;
    readonly signal?: AbortSignal;
  },
): Promise<{ contents: CheckedCopy[]; more: boolean }> {
  const contents: CheckedCopy[] = [];
  const pageSize = Math.min(200, most);
  const brief = !whole;
  const request = { ...(filter && { filter }), pageSize, allVersions: true, brief, signal };
  for await (const copy of listNotices(hub, request)) {
    if (contents.length === most) return { contents, more: true };
    contents.push(await checkCopy(copy, keys));
  }
  return { contents, more: false };
}

/** The notices among some copies, each once; what is not genuine is left out. */
export function placedCopies(contents: readonly CheckedCopy[]): PlacedCopy[] {
  const notices = contents.flatMap((content) => (content.kind === "notice" ? content : []));
  const versions = Map.groupBy(
    notices,
    ({ notice: { header } }) => `${header.origin}/${header.id}`,
  );
  return [...versions.values()].map((copies) => {
    const sorted = copies.toSorted((one, other) => versionOf(one) - versionOf(other));
    const [earliest] = sorted;
    const newest = sorted.at(-1)!;
    const { acceptedAt } = earliest!.copy;
    const placed = caseNoticeOf(newest.notice, { version: versionOf(earliest!), acceptedAt });
    return { ...placed, content: newest };
  });
}

function versionOf({ notice }: NoticeCopy): number {
  return notice.header.version;
}
