import { useState } from "preact/hooks";
import { Due } from "../../parts/due.tsx";
import { Member } from "../../parts/member.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Tlp } from "../../parts/tlp.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import { AskedList } from "./asked-list.tsx";
import { readRequests } from "./read-requests.ts";
import { ReplyDialog } from "./reply-dialog.tsx";
import { byDue, type RequestRow, requestRows } from "./request-row.ts";
import { requestsWords } from "./requests-words.ts";
import { WhoAnswers } from "./who-answers.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

/** Requests of one's own, or those that one's own administration was asked. */
export function RequestList({
  which,
  exercises,
  settled,
}: {
  readonly which: "own" | "asked";
  readonly exercises: boolean;
  readonly settled: boolean;
}) {
  const words = inLanguage(requestsWords);
  const session = useSession();
  const { participant } = session.hub.identity;
  const asked = useAsked(
    (signal) => readRequests(session, which, { exercises, settled }, signal),
    [session, which, exercises, settled],
  );
  const [open, setOpen] = useState<RequestRow | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    asked.again();
  };
  return (
    <div class="stack">
      <AskedList asked={asked}>
        {({ copies }) => {
          const rows = byDue(requestRows(copies, participant));
          const notGenuine = copies.some(({ kind }) => kind === "not-genuine");
          return (
            <>
              {notGenuine && <p class="trouble">{words.notGenuine}</p>}
              {rows.length === 0 ? (
                <Empty title={words.none[which]} />
              ) : (
                <RequestTable caption={words.tabs[which]} rows={rows} onAct={setOpen} />
              )}
            </>
          );
        }}
      </AskedList>
      {open?.may === "answer" && (
        <ReplyDialog request={open.notice} onDone={done} onClose={close} />
      )}
      {open?.may === "withdraw" && <WithdrawDialog request={open} onDone={done} onClose={close} />}
    </div>
  );
}

/** Requests in rows; `onAct` is told of the one that is to be answered or withdrawn. */
export function RequestTable({
  caption,
  rows,
  onAct,
}: {
  readonly caption: string;
  readonly rows: readonly RequestRow[];
  readonly onAct: (row: RequestRow) => void;
}) {
  const words = inLanguage(requestsWords);
  const now = Date.now();
  // What it is about and by when comes first: a narrow screen shows no more at once.
  const who = rows.some(({ isOwn }) => isOwn) ? words.who : words.asker;
  const columns = [words.marking, words.request, words.answerBy, words.state, who, words.act];
  return (
    <Table caption={caption} columns={columns.map((title) => ({ title }))}>
      {rows.map((row) => {
        const { ref, title, tlp, exercise, status, answerBy, may, isOwn } = row;
        return (
          <tr key={`${ref.origin}/${ref.id}`}>
            <td>
              <Tlp label={tlp} />
            </td>
            <td class="requests-title">
              <NoticeLink notice={ref} /> {exercise && <strong>{words.exercise} </strong>}
              {title}
            </td>
            <td>
              <Due at={answerBy} now={now} />
            </td>
            <td>
              <StateOf row={row} />
            </td>
            <td>
              {isOwn ? status && <WhoAnswers status={status} /> : <Member code={ref.origin} />}
            </td>
            <td>
              {may && (
                <button
                  type="button"
                  aria-label={labelled(may === "answer" ? words.answer : words.withdraw, title)}
                  onClick={() => onAct(row)}
                >
                  {may === "answer" ? words.answer : words.withdraw}
                </button>
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function StateOf({ row: { status } }: { readonly row: RequestRow }) {
  const words = inLanguage(requestsWords);
  if (!status) return <span class="quiet">{words.notKnown}</span>;
  const states: { readonly [state: number]: string } = words.states;
  return (
    <span class={`requests-state-${status.state}`}>{states[status.state] ?? status.state}</span>
  );
}
