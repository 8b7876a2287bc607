import { refText } from "@talanoa/client/publication.ts";
import { listQuestions } from "@talanoa/client/questions.ts";
import { type Question, QuestionState } from "@talanoa/contract/generated/talanoa.ts";
import { questionStateWords, wordOf } from "@talanoa/contract/words.ts";
import type { Context } from "../context.ts";
import { shortId } from "@talanoa/sharing/notice/short-id.ts";
import { printRows } from "../print.ts";
import { openSession } from "../session.ts";
import { styleOf } from "../style.ts";
import { isoTime, utcAndLocal } from "@talanoa/client/times.ts";

export interface ListOptions {
  all?: boolean;
  exercises?: boolean;
}

/** Prints what readers ask of one's own notices, the newest first. */
export async function listConsent(context: Context, options: ListOptions): Promise<void> {
  const { all = false, exercises = false } = options;
  const { terminal, signal } = context;
  await using session = await openSession(context);
  const { questions, more } = await listQuestions(session.hub, { all, signal });
  const rows = questions.filter(({ exercise }) => exercises || !exercise);
  const { odd } = styleOf(terminal);
  await printRows(context, rows, {
    columns: [
      { title: "question" },
      { title: "notice" },
      { title: "who asks" },
      { title: "for whom" },
      { title: "since", shrinksTo: 20 },
      ...(all ? [{ title: "state" }, { title: "answered", shrinksTo: 20 }] : []),
    ],
    cells: (each) => [
      questionId(each),
      each.notice ? shortId(each.notice) : "",
      each.asker,
      each.exercise ? { text: `${each.participant} (EXERCISE)`, paint: odd } : each.participant,
      utcAndLocal(each.askedAt),
      ...(all ? [stateOf(each), utcAndLocal(each.answeredAt)] : []),
    ],
    json: (each) => ({
      question: questionRef(each),
      notice: each.notice && refText(each.notice),
      asker: each.asker,
      participant: each.participant,
      asked_at: isoTime(each.askedAt),
      state: wordOf(questionStateWords, each.state),
      answered_at: isoTime(each.answeredAt),
      exercise: each.exercise,
    }),
    none: all ? "Nobody has asked." : "No question waits for your answer.",
  });
  if (more) terminal.say("There is more: the newest are shown.\n");
  if (!context.options.json && rows.some(({ state }) => state === QuestionState.OPEN))
    terminal.say(
      "Answer by: talanoa consent grant NOTICE FOR-WHOM --asked QUESTION, or consent refuse.\n",
    );
}

/** The name of a question in short, as that of a notice. */
function questionId({ asker, asked }: Question): string {
  return shortId({ origin: asker, id: asked });
}

/** The statement that asked, by its whole name. */
export function questionRef({ asker, asked }: Question): string {
  return `${asker}/${asked}`;
}

function stateOf({ state }: Question): string {
  return state === QuestionState.OVER
    ? "over: replaced or gone"
    : wordOf(questionStateWords, state);
}
