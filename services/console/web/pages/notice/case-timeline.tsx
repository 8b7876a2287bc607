import { newestCopies, placedCopies } from "@talanoa/client/case-copies.ts";
import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { caseLineOf } from "@talanoa/sharing/feed/case-line.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import { noticeLine } from "@talanoa/sharing/feed/notice-line.ts";
import { useState } from "preact/hooks";
import { Answered } from "../../parts/answered.tsx";
import { EventTime } from "../../parts/event-time.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { noticeWords } from "./notice-words.ts";

/** So many of the newest copies are looked at for those of one case. */
const AMONG = 200;

/** The case that a notice belongs to, in the order of events; asked for when it is wanted. */
export function CaseTimeline({ content }: { readonly content: NoticeCopy }) {
  const words = inLanguage(noticeWords);
  const [isShown, show] = useState(false);
  return (
    <section class="panel screen-only">
      <h2>{words.case}</h2>
      <p class="quiet">{words.caseHint}</p>
      {isShown ? (
        <Line content={content} />
      ) : (
        <button type="button" onClick={() => show(true)}>
          {words.showCase}
        </button>
      )}
    </section>
  );
}

function Line({ content }: { readonly content: NoticeCopy }) {
  const words = inLanguage(noticeWords);
  const { hub, keys } = useSession();
  const asked = useAsked(
    async (signal) => {
      const { contents } = await newestCopies(hub, keys, { most: AMONG, signal });
      return caseLineOf(placedCopies([...contents, content]), content.notice.header);
    },
    [content],
  );
  const columns = [words.event, words.accepted, words.marking, words.notice, words.title];
  return (
    <Answered asked={asked}>
      {(line) =>
        line.length < 2 ? (
          <p>{words.caseEmpty}</p>
        ) : (
          <Table caption={words.case} columns={columns.map((title) => ({ title }))}>
            {line.map(({ notice: { ref, event, content: its }, late }) => {
              const time = sectionOf(its.notice, SectionType.SUMMARY)?.time;
              return (
                <tr key={`${ref.origin}/${ref.id}`}>
                  <td>
                    <EventTime time={time} at={event?.first ?? 0} />
                  </td>
                  <td>
                    <Time at={its.copy.acceptedAt} />
                    {late && <strong class="notice-odd"> {words.late}</strong>}
                  </td>
                  <td>
                    <Tlp label={its.notice.header.tlp} />
                  </td>
                  <td>
                    <NoticeLink notice={ref} />
                  </td>
                  <td>{shown(noticeLine(its.notice).title)}</td>
                </tr>
              );
            })}
          </Table>
        )
      }
    </Answered>
  );
}
