import {
  ConsentAnswer,
  ConsentQuestion,
  type ListQuestionsRequest,
  type ListQuestionsResponse,
  type NoticeRef,
  type Question,
  QuestionState,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import { HubError, invalidField } from "@talanoa/platform/errors.ts";
import type { Unary } from "@talanoa/platform/grpc/call.ts";
import { questionState } from "@talanoa/sharing/lifecycle/question-state.ts";
import { checkAccess } from "./access.ts";
import { eachStanding } from "./each-standing.ts";
import type { Feeds } from "./feeds.ts";

const MOST = 200;
const READ_AT_ONCE = 50;

/**
 * What readers have asked of the caller's participant, by what stands beside their statements; only
 * those that wait for an answer unless all are wanted. Of its own notices everybody of it may know.
 */
export function listQuestions({
  bus,
  directory,
}: Pick<Feeds, "bus" | "directory">): Unary<ListQuestionsRequest, ListQuestionsResponse> {
  return async ({ pageSize, all }, { caller, signal }) => {
    checkAccess(caller, directory);
    if (pageSize > MOST) {
      throw invalidField("page_size", "page-size", `ask for at most ${MOST} at once`);
    }
    if (!bus.available()) throw new HubError("unavailable", "the broker is not reachable");
    const asked = await askedOf(bus, caller.participant, signal);
    const wanted = all ? asked : asked.filter(({ answer }) => !answer);
    const size = pageSize || MOST;
    const questions: Init<Question>[] = [];
    for (let from = 0; from < wanted.length && questions.length <= size; from += READ_AT_ONCE) {
      signal.throwIfAborted();
      const some = wanted.slice(from, from + READ_AT_ONCE);
      const read = await Promise.all(some.map((each) => questionOf(bus, each)));
      questions.push(...read.filter(({ state }) => all || state === QuestionState.OPEN));
    }
    return { questions: questions.slice(0, size), more: questions.length > size };
  };
}

interface Asked {
  readonly notice: NoticeRef;
  readonly asker: string;
  /** The statement. */
  readonly asked: string;
  readonly participant: string;
  readonly askedAt: number;
  readonly answer: { readonly granted: boolean; readonly at: number } | undefined;
}

/** All that was asked about the notices of an origin, the newest first. */
async function askedOf(bus: Bus, origin: string, signal: AbortSignal): Promise<Asked[]> {
  const answers = new Map<string, { granted: boolean; at: number }>();
  const filter = subjects.consentAnswersBy(origin);
  await eachStanding(bus, filter, signal, ({ subject, payload, storedAt: at }) => {
    const { granted } = ConsentAnswer.decode(payload);
    answers.set(subject.split(".").slice(-2).join("/"), { granted, at });
  });
  const questions: Asked[] = [];
  const asking = subjects.consentQuestionsTo(origin);
  await eachStanding(bus, asking, signal, ({ subject, payload, storedAt: askedAt }) => {
    // index.question.<origin>.<notice>.<version>.<asker>.<participant>
    const [, , , id = "", version, asker = "", participant = ""] = subject.split(".");
    const { statement: asked } = ConsentQuestion.decode(payload);
    const notice = { origin, id, version: Number(version) };
    const answer = answers.get(`${asker}/${asked}`);
    questions.push({ notice, asker, asked, participant, askedAt, answer });
  });
  return questions.reverse();
}

async function questionOf(bus: Bus, its: Asked): Promise<Init<Question>> {
  const { notice, asker, asked, participant, askedAt, answer } = its;
  const [statement, { life }] = await Promise.all([
    readMessage(bus, EXCHANGE, { last_by_subj: subjects.statement(asker, asked) }),
    readStandingLife(bus, notice),
  ]);
  const state = questionState(answer?.granted ?? null, life, notice.version);
  const exercise = (statement && recordOf(statement)?.exercise) ?? false;
  const answeredAt = answer?.at ?? 0;
  return { notice, asker, asked, participant, askedAt, state, answeredAt, exercise };
}
