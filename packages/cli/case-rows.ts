import { type CheckedCopy, checkCopy } from "@talanoa/client/genuine-copy.ts";
import { directoryKeys } from "@talanoa/client/key-ring.ts";
import { listNotices } from "@talanoa/client/notices.ts";
import { type FeedFilter, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { CaseEntry, CaseNotice } from "@talanoa/sharing/feed/case-line.ts";
import { caseNoticeOf } from "@talanoa/sharing/feed/case-notice.ts";
import { eventTime } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import type { Context } from "./context.ts";
import { copyCells, copyColumns } from "./copy-row.ts";
import { copyJson, type Json } from "./json.ts";
import type { Session } from "./session.ts";
import { styleOf } from "./style.ts";
import type { Cell, Column } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { utcAndLocal } from "@talanoa/client/times.ts";

type NoticeCopy = Extract<CheckedCopy, { kind: "notice" }>;

/** A notice in its newest version, with what puts it into its case. */
type PlacedCopy = CaseNotice & { readonly content: NoticeCopy };
export type CaseRow = CaseEntry<PlacedCopy>;

/** The newest copies of a feed, all versions, at most so many; `more` when there are others. Throws HubError. */
export async function newestCopies(
  { hub }: Session,
  { filter, most }: { readonly filter?: Init<FeedFilter>; readonly most: number },
  { signal }: Context,
): Promise<{ contents: CheckedCopy[]; more: boolean }> {
  const keys = directoryKeys(hub);
  const contents: CheckedCopy[] = [];
  const pageSize = Math.min(200, most);
  const request = { ...(filter && { filter }), pageSize, allVersions: true, signal };
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

export const caseColumns: readonly Column[] = [{ title: "event", shrinksTo: 10 }, ...copyColumns];

/** A row of a list, with the time of its event before and LATE beside when it was accepted. */
export function caseCells(
  { notice: { content, event }, late }: CaseRow,
  terminal: Pick<Terminal, "colours">,
): Cell[] {
  const { odd } = styleOf(terminal);
  const [, ...rest] = copyCells(content, terminal);
  const time = sectionOf(content.notice, SectionType.SUMMARY)?.time;
  const when = utcAndLocal(content.copy.acceptedAt);
  return [
    time ? eventTime(time) : utcAndLocal(event?.first ?? 0),
    late ? { text: `LATE ${when}`, paint: odd } : when,
    ...rest,
  ];
}

export function caseJson({ notice: { content }, late }: CaseRow): Json {
  return { ...copyJson(content), late };
}

function versionOf({ notice }: NoticeCopy): number {
  return notice.header.version;
}
