import type { NoticeCopy } from "@talanoa/client/genuine-copy.ts";
import { operationBody } from "@talanoa/client/operation-notices.ts";
import { SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { shown } from "@talanoa/sharing/notice/describe-line.ts";
import { sectionOf } from "@talanoa/sharing/notice/open.ts";
import { EventTime } from "../../parts/event-time.tsx";
import { Member } from "../../parts/member.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { inLanguage } from "../../words/words.ts";
import { operationsWords } from "./operations-words.ts";
import { resultText } from "./result-text.ts";
import { Nothing } from "./tasks.tsx";

/** Notices of a board, a row each. */
export function NoticeTable({
  title,
  copies,
  hasResults = false,
}: {
  readonly title: string;
  readonly copies: readonly NoticeCopy[];
  readonly hasResults?: boolean;
}) {
  const words = inLanguage(operationsWords);
  if (copies.length === 0) return <Nothing title={title} />;
  const columns = [
    words.asOf,
    words.participant,
    words.marking,
    words.notice,
    ...(hasResults ? [words.parts.results] : []),
  ];
  return (
    <Table
      caption={`${title} (${copies.length})`}
      columns={columns.map((each) => ({ title: each }))}
    >
      {copies.map(({ copy, notice }) => {
        const { origin, id, tlp, exercise, eventAt } = notice.header;
        const summary = sectionOf(notice, SectionType.SUMMARY);
        return (
          <tr key={`${origin}/${id}`}>
            <td>
              {eventAt > 0 ? (
                <EventTime time={summary?.time} at={eventAt} />
              ) : (
                <Time at={copy.acceptedAt} />
              )}
            </td>
            <td>
              <Member code={origin} />
            </td>
            <td>
              <Tlp label={tlp} />
            </td>
            <td class="operations-name">
              <NoticeLink notice={notice.header} /> {exercise && <strong>{words.exercise} </strong>}
              {shown(summary?.title ?? "")}
            </td>
            {hasResults && (
              <td>{(operationBody(notice)?.results ?? []).map(resultText).join("; ")}</td>
            )}
          </tr>
        );
      })}
    </Table>
  );
}
