import type { NoticeRef } from "@talanoa/contract/generated/talanoa.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";

/** Where the page of a notice is: of one version, or of the newest that one holds when it is 0. */
export function noticePath({ origin, id, version }: NoticeRef): string {
  return `/notice/${origin}/${id}${version > 0 ? `/${version}` : ""}`;
}

/** A notice by its short id, as a link to its page. */
export function NoticeLink({ notice }: { readonly notice: NoticeRef }) {
  const { version } = notice;
  return (
    <a class="mono" href={noticePath(notice)}>
      {shortId(notice)}
      {version > 1 && ` v${version}`}
    </a>
  );
}
