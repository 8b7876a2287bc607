import { listOverdue } from "@talanoa/client/notices.ts";
import { Due } from "../../parts/due.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { overdueLabels } from "../../words/code-words.ts";
import { inLanguage } from "../../words/words.ts";
import { AskedList } from "./asked-list.tsx";
import { overdueRows } from "./overdue-row.ts";
import { requestsWords } from "./requests-words.ts";

/** What one's own administration is late with, and who is late with what is one's own. */
export function OverdueList({ exercises }: { readonly exercises: boolean }) {
  const words = inLanguage(requestsWords);
  const what: { readonly [of: number]: string } = inLanguage(overdueLabels);
  const { hub } = useSession();
  const { participant } = hub.identity;
  const asked = useAsked(
    (signal) => listOverdue(hub, { withoutExercises: !exercises, signal }),
    [hub, exercises],
  );
  const now = Date.now();
  const columns = [words.wasDue, words.notice, words.what, words.late];
  return (
    <div class="stack">
      <AskedList asked={asked}>
        {({ overdue }) => {
          const rows = overdueRows(overdue, participant);
          if (rows.length === 0) return <Empty title={words.none.overdue} />;
          return (
            <Table caption={words.tabs.overdue} columns={columns.map((title) => ({ title }))}>
              {rows.map(({ reminder: { notice, dueAt, exercise }, of, late }) => (
                <tr key={`${of} ${notice?.id} ${notice?.version}`}>
                  <td>
                    <Due at={dueAt} now={now} />
                  </td>
                  <td>{notice && <NoticeLink notice={notice} />}</td>
                  <td>
                    {exercise && <strong>{words.exercise} </strong>}
                    {what[of] ?? of}
                  </td>
                  <td>{late ? late.join(", ") : <strong>{words.we}</strong>}</td>
                </tr>
              ))}
            </Table>
          );
        }}
      </AskedList>
    </div>
  );
}
