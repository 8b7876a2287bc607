import { listQuestions } from "@talanoa/client/questions.ts";
import type { Question } from "@talanoa/contract/generated/talanoa.ts";
import type { OpenedNotice } from "@talanoa/sharing/notice/open.ts";
import { useState } from "preact/hooks";
import { Member } from "../../parts/member.tsx";
import { useAsked } from "../../parts/use-asked.ts";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { QuestionDialog } from "../requests/question-dialog.tsx";
import { noticeWords } from "./notice-words.ts";

/** What readers ask its originator about sharing the notice further, as far as it waits for an answer. */
export function Questions({ notice }: { readonly notice: OpenedNotice }) {
  const { hub } = useSession();
  return notice.header.origin === hub.identity.participant ? <Asked notice={notice} /> : null;
}

function Asked({ notice }: { readonly notice: OpenedNotice }) {
  const words = inLanguage(noticeWords);
  const { hub } = useSession();
  const { id } = notice.header;
  const { answer, again } = useAsked((signal) => listQuestions(hub, { signal }), [id]);
  const [open, setOpen] = useState<Question | null>(null);
  const questions = answer?.questions.filter((its) => its.notice?.id === id) ?? [];
  if (questions.length === 0) return null;
  return (
    <section class="panel screen-only">
      <h2>{words.questions}</h2>
      <ul class="bullets">
        {questions.map((question) => (
          <li key={question.asked}>
            <Member code={question.asker} /> → <Member code={question.participant} />{" "}
            <button type="button" onClick={() => setOpen(question)}>
              {words.answer}
            </button>
          </li>
        ))}
      </ul>
      {open && (
        <QuestionDialog
          question={open}
          onDone={() => {
            setOpen(null);
            again();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
