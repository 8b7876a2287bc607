import {
  ConsentAnswer,
  ConsentQuestion,
  SealedStatement,
  Statement,
} from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { type HubError, refusal } from "@talanoa/platform/errors.ts";
import { type Violation, violationOf } from "@talanoa/sharing/notice/violation.ts";
import type { Intake } from "./intake.ts";

// Consent: a reader asks the originator of a notice to share it with a further participant, and the
// originator grants or refuses, once for each question. While one question of a participant waits, or once
// all that it asked for is granted, it does not ask the same again.

/** What is wrong with a statement that asks for consent or answers; nothing for any other. */
export async function consentFaults(intake: Intake, statement: Statement): Promise<Violation[]> {
  const { consentAsked, consentGranted, consentRefused } = statement;
  const further = consentAsked ?? consentGranted ?? consentRefused;
  if (!further) return [];
  const { participant } = further;
  // Whether it holds a copy is not asked: who asks must not learn it.
  if (!intake.directory().participant(participant)) {
    return [violation("participant", "participant-in-directory")];
  }
  if ([statement.origin, statement.notice?.origin].includes(participant)) {
    return [violation("participant", "further-participant")];
  }
  if (consentAsked || (await wasAsked(intake, statement))) return [];
  return [violation("asked", "asked-stands")];
}

/** Whether what is answered was asked: by the asker, of this very notice, for this participant. */
async function wasAsked({ bus, prompt }: Intake, statement: Statement): Promise<boolean> {
  const answer = statement.consentGranted ?? statement.consentRefused;
  if (!answer) return false;
  const subject = subjects.statement(answer.asker, answer.asked);
  const message = await prompt.within(readMessage(bus, EXCHANGE, { last_by_subj: subject }));
  if (!message) return false;
  const question = statementIn(message.payload);
  return (
    question.consentAsked?.participant === answer.participant &&
    Buffer.compare(question.noticeDigest, statement.noticeDigest) === 0
  );
}

/**
 * What goes beside a statement that asks: it follows upon the last question of this participant for the same,
 * so that of two that are stored at once one conflicts, and finds the other when this is asked again. An
 * answer never changes: what is read here of that question holds. Throws HubError while the last one
 * waits.
 */
export async function questionMessages(intake: Intake, statement: Statement): Promise<Outgoing[]> {
  const { bus, prompt } = intake;
  const { id, origin, notice, consentAsked } = statement;
  if (!consentAsked || !notice) return [];
  const { participant } = consentAsked;
  const subject = subjects.consentQuestion(notice, origin, participant);
  const last = await prompt.within(readMessage(bus, EXCHANGE, { last_by_subj: subject }));
  if (last) {
    const asked = ConsentQuestion.decode(last.payload).statement;
    const answer = subjects.consentAnswer(notice, origin, asked);
    // What was answered may be asked again, also what was granted: routing may have given less than that.
    const answered = await prompt.within(readMessage(bus, EXCHANGE, { last_by_subj: answer }));
    if (!answered) throw refusal("already-exists", violation("participant", "question-waits"));
  }
  return [
    {
      subject,
      payload: ConsentQuestion.encode({ statement: id }),
      expect: { lastSequence: last?.sequence ?? 0 },
    },
  ];
}

function statementIn(payload: Uint8Array): Statement {
  return Statement.decode(SealedStatement.decode(payload).body);
}

/** What goes beside a statement that answers: it stands once for a question. */
export function answerMessages({
  id,
  notice,
  consentGranted,
  consentRefused,
}: Statement): Outgoing[] {
  const answer = consentGranted ?? consentRefused;
  if (!answer || !notice) return [];
  const granted = consentGranted !== null;
  return [
    {
      subject: subjects.consentAnswer(notice, answer.asker, answer.asked),
      payload: ConsentAnswer.encode({ statement: id, participant: answer.participant, granted }),
      expect: { lastSequence: 0 },
    },
  ];
}

/** Whether the question of an answer has another answer. */
export async function isAnswered({ bus, prompt }: Intake, statement: Statement): Promise<boolean> {
  const [message] = answerMessages(statement);
  if (!message) return false;
  const filter = { last_by_subj: message.subject };
  const standing = await prompt.within(readMessage(bus, EXCHANGE, filter));
  return !!standing && ConsentAnswer.decode(standing.payload).statement !== statement.id;
}

export function answeredOnce(): HubError {
  return refusal("already-exists", violation("asked", "answered-once"));
}

const violation = violationOf({
  "participant-in-directory":
    "Name a participant of the directory: talanoa directory participants lists them.",
  "further-participant": "Name a further participant, neither yourself nor the originator.",
  "asked-stands":
    "Name the statement by which the asker asked you to share this version with this participant.",
  "question-waits": "Wait for the answer: your administration has asked this before.",
  "answered-once": "Leave it at the first answer: this question has one already.",
});
