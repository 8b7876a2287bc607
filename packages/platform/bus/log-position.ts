import { setTimeout as sleep } from "node:timers/promises";
import type { Msg } from "@nats-io/transport-node";
import { LOG_POSITION } from "@talanoa/contract/subjects.ts";
import { HubError } from "../errors.ts";
import type { Bus } from "./connection.ts";

/** Milliseconds in which the service of the log may catch up before it answers. */
const WITHIN = 2_000;
const PAUSE = 250;

/**
 * Resolves once the exchange log has durably all records up to a stream sequence, however long that
 * takes: while nobody keeps the log, nobody answers. Rejects with the reason when the signal aborts.
 */
export async function logReached(bus: Bus, sequence: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await bus.request(LOG_POSITION, String(sequence), { timeout: 2 * WITHIN });
      if (Number(answer.string()) >= sequence) return;
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "unavailable") throw error;
    }
    await sleep(PAUSE, undefined, { signal });
  }
}

/** What keeps the log. */
interface Keeper {
  readonly state: { readonly position: number };
  /** Whether all records up to a sequence are in the log; waits so many milliseconds for it. */
  reached(sequence: number, within: number): Promise<boolean>;
}

/**
 * Answers, until it is disposed of, how far the log is: the stream sequence of the last record that is
 * in it for good. Waits a little for the sequence that is asked about.
 */
export function answerLogPosition(bus: Bus, keeper: Keeper): Disposable {
  const questions = bus.connection.subscribe(LOG_POSITION);
  const answering = async (): Promise<void> => {
    for await (const question of questions) void answer(question, keeper);
  };
  void answering();
  return { [Symbol.dispose]: () => questions.unsubscribe() };
}

/** Never rejects: who gets no answer asks again. */
async function answer(question: Msg, keeper: Keeper): Promise<void> {
  try {
    await keeper.reached(Number(question.string()) || 0, WITHIN);
    question.respond(String(keeper.state.position));
  } catch {
    // The connection is gone, and the question with it.
  }
}
