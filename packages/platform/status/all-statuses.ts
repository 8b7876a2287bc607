import type { Msg } from "@nats-io/transport-node";
import { InstanceStatus } from "@talanoa/contract/generated/talanoa.ts";
import { STATUS } from "@talanoa/contract/subjects.ts";
import type { Bus } from "../bus/connection.ts";
import type { Logger } from "../logging.ts";

/** Milliseconds for all answers, and from one to the next: a look takes no longer than a second. */
const WITHIN = 3_000;
const BETWEEN = 1_200;

/** Answers, until it is disposed of, whoever of the hub's services asks how this one is. */
export function answerStatus(
  bus: Bus,
  { own, log }: { own: () => Promise<InstanceStatus>; log: Logger },
): Disposable {
  const questions = bus.connection.subscribe(STATUS);
  const answer = async (question: Msg): Promise<void> => {
    try {
      question.respond(InstanceStatus.encode(await own()));
    } catch (error) {
      log.warn({ err: error }, "the status could not be told");
    }
  };
  const answering = async (): Promise<void> => {
    for await (const question of questions) void answer(question);
  };
  void answering();
  return { [Symbol.dispose]: () => questions.unsubscribe() };
}

/** Asks every instance of every service how it is. Those that answer too late are absent; none without a broker. */
export async function askAll(bus: Bus): Promise<InstanceStatus[]> {
  if (!bus.available()) return [];
  const found: InstanceStatus[] = [];
  try {
    const options = { strategy: "stall", maxWait: WITHIN, stall: BETWEEN } as const;
    const answers = await bus.connection.requestMany(STATUS, "", options);
    for await (const answer of answers) found.push(InstanceStatus.decode(answer.data));
  } catch {
    // The connection was lost meanwhile: what was heard is told.
  }
  return found;
}
