import { type AlsoIn, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf, sectionsOf } from "@talanoa/sharing/notice/open.ts";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** What a notice refers to or answers, and the notices that share an identifier with it. */
export function Connections({
  notice,
  alsoIn,
}: {
  readonly notice: OpenedNotice;
  readonly alsoIn: readonly AlsoIn[];
}) {
  const words = inLanguage(noticeWords);
  const answered = sectionOf(notice, SectionType.REPLY)?.request;
  const named = sectionsOf(notice, SectionType.REFERENCE).flatMap((its) => its.notice ?? []);
  const references = [...(answered ? [answered] : []), ...named];
  if (references.length + alsoIn.length === 0) return null;
  return (
    <section class="panel">
      {references.length > 0 && (
        <>
          <h2>{words.references}</h2>
          <ul class="bullets">
            {references.map((ref) => (
              <li key={`${ref.origin}/${ref.id}`}>
                <NoticeLink notice={ref} />
              </li>
            ))}
          </ul>
        </>
      )}
      {alsoIn.length > 0 && (
        <>
          <h2>{words.alsoIn}</h2>
          <ul class="bullets">
            {alsoIn.map(({ notice: ref, shared }, i) => (
              <li key={i}>
                {ref && <NoticeLink notice={ref} />}{" "}
                {shown(
                  Object.values(shared ?? {})
                    .flat()
                    .join(", "),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
