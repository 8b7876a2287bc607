import { listQuestions } from "@talanoa/client/questions.ts";
import { type Question, QuestionState } from "@talanoa/contract/generated/talanoa.ts";
import { useState } from "preact/hooks";
import { Member } from "../../parts/member.tsx";
import { NoticeLink } from "../../parts/notice-link.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage, labelled } from "../../words/words.ts";
import { AskedList } from "./asked-list.tsx";
import { QuestionDialog } from "./question-dialog.tsx";
import { requestsWords } from "./requests-words.ts";

/** What readers ask of one's own notices: whether they may be shared further. */
export function QuestionList({
  exercises,
  answered,
}: {
  readonly exercises: boolean;
  /** Those too that have an answer, or can be granted no more. */
  readonly answered: boolean;
}) {
  const words = inLanguage(requestsWords);
  const { hub } = useSession();
  const asked = useAsked(
    (signal) => listQuestions(hub, { all: answered, signal }),
    [hub, answered],
  );
  const [open, setOpen] = useState<Question | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    asked.again();
  };
  return (
    <div class="stack">
      <AskedList asked={asked}>
        {({ questions }) => {
          const rows = questions.filter(({ exercise }) => exercises || !exercise);
          if (rows.length === 0) return <Empty title={words.none.questions} />;
          return <QuestionTable rows={rows} onAnswer={setOpen} />;
        }}
      </AskedList>
      {open && <QuestionDialog question={open} onDone={done} onClose={close} />}
    </div>
  );
}

function QuestionTable({
  rows,
  onAnswer,
}: {
  readonly rows: readonly Question[];
  readonly onAnswer: (question: Question) => void;
}) {
  const words = inLanguage(requestsWords);
  const states: { readonly [state: number]: string } = words.questionStates;
  const columns = [words.since, words.notice, words.asker, words.forWhom, words.state, words.act];
  return (
    <Table caption={words.tabs.questions} columns={columns.map((title) => ({ title }))}>
      {rows.map((question) => {
        const { notice, asker, asked, participant, askedAt, state, answeredAt, exercise } =
          question;
        return (
          <tr key={`${asker}/${asked}`}>
            <td>
              <Time at={askedAt} />
            </td>
            <td>
              {exercise && <strong>{words.exercise} </strong>}
              {notice && <NoticeLink notice={notice} />}
            </td>
            <td>
              <Member code={asker} />
            </td>
            <td>
              <Member code={participant} />
            </td>
            <td>
              {states[state] ?? state} <Time at={answeredAt} />
            </td>
            <td>
              {state === QuestionState.OPEN && (
                <button
                  type="button"
                  aria-label={labelled(words.answer, `${asker}, ${participant}`)}
                  onClick={() => onAnswer(question)}
                >
                  {words.answer}
                </button>
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
