import { signal } from "@preact/signals";
import { findKnown } from "@talanoa/client/notices.ts";
import type { NoticeRef, Reason } from "@talanoa/contract/generated/talanoa.ts";
import { refText } from "@talanoa/sharing/notice/ref-text.ts";
import { useLocation } from "preact-iso";
import { useMemo } from "preact/hooks";
import { Empty } from "../../parts/waiting.tsx";
import { useSession } from "../../session.ts";
import { inLanguage } from "../../words/words.ts";
import { type Answer, openAnswer } from "./answer.ts";
import { noticesOfEntry } from "./notices-of-entry.ts";
import { wholeName } from "./whole-name.ts";
import { logPath } from "./log-view.ts";
import { logWords } from "./log-words.ts";
import { fieldsQuery, type QuestionFields, questionOf, readFields } from "./question.ts";
import { QuestionForm } from "./question-form.tsx";
import { sittingReason } from "./reason.ts";
import { Results } from "./results.tsx";
import { SavedList } from "./saved-list.tsx";
import { useParticipants } from "./use-participants.ts";

/** The last answer: who comes back from a story finds it, and nothing is asked, and recorded, again. */
const last = signal<{ readonly query: string; readonly answer: Answer } | null>(null);

/** The notices that answers of this sitting named, by their names: a short one is enough for them. */
const shown = new Map<string, NoticeRef>();

function isBeingAsked(query: string, reason: Reason): boolean {
  if (last.value?.query !== query) return false;
  const { answer } = last.value;
  return answer.reason === reason && answer.state.value === "asking";
}

/** Asks the log by any field. An address with a question fills the form: it is asked when one says so. */
export function QuerySide() {
  const words = inLanguage(logWords);
  const { hub } = useSession();
  const { url, route } = useLocation();
  const [, search = ""] = url.split("?");
  const fields = useMemo(() => readFields(new URLSearchParams(search)), [search]);
  const query = fieldsQuery(fields);
  const participants = useParticipants(hub);

  const ask = (asked: QuestionFields) => {
    const question = questionOf(asked);
    const reason = sittingReason.value;
    if ("faults" in question || !reason) return;
    const its = fieldsQuery(asked);
    // Pressed twice it is one question, and one on record.
    if (!isBeingAsked(its, reason))
      last.value = { query: its, answer: openAnswer(hub, reason, question) };
    route(`${logPath("query")}${its && `?${its}`}`);
  };

  const nameNotice = (text: string, signal: AbortSignal) => {
    for (const entry of last.value?.answer.entries.value ?? [])
      for (const ref of noticesOfEntry(entry)) shown.set(refText(ref), ref);
    return wholeName(text, shown.values(), async (part) => {
      if (!hub.identity.roles.some((role) => role === "liaison" || role === "publisher")) return [];
      const { notices, ended } = await findKnown(hub, part, { signal });
      return [...notices, ...ended.flatMap(({ notice }) => notice ?? [])];
    });
  };

  return (
    <>
      <SavedList principal={hub.identity.principal} query={query} />
      <QuestionForm
        fields={fields}
        participants={participants}
        nameNotice={nameNotice}
        onAsk={ask}
        // A former answer is none to what was asked now.
        onRefused={() => (last.value = null)}
      />
      {last.value?.query === query ? (
        <Results key={last.value} answer={last.value.answer} />
      ) : (
        <Empty title={words.notAsked} />
      )}
    </>
  );
}
