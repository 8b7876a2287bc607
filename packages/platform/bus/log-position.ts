import { setTimeout as sleep } from "node:timers/promises";
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
  const subscription = bus.connection.subscribe(LOG_POSITION, {
    callback(error, message) {
      if (error) return;
      void keeper
        .reached(Number(message.string()) || 0, WITHIN)
        .then(() => message.respond(String(keeper.state.position)))
        // Who asked gets no answer and asks again.
        .catch(() => {});
    },
  });
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}
