import { tlpWords, wordOf } from "@talanoa/contract/words.ts";
import { caveatsOf } from "@talanoa/sharing/notice/handling.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** The marking as it stands at the head and the foot of every page on paper; nothing on a screen. */
export function PrintedMarking({ notice: { header } }: { readonly notice: OpenedNotice }) {
  const words = inLanguage(noticeWords);
  const { origin, id, version, tlp, handling, exercise } = header;
  const heed = [
    wordOf(tlpWords, tlp),
    ...(exercise ? [words.exercise] : []),
    ...caveatsOf(handling).map((caveat) => words.caveats[caveat]),
  ].join(" · ");
  return (
    <>
      <div class="notice-printed notice-printed-head" aria-hidden="true">
        {heed}
      </div>
      <div class="notice-printed notice-printed-foot" aria-hidden="true">
        {heed} · {shortId({ origin, id })} v{version}
      </div>
    </>
  );
}
