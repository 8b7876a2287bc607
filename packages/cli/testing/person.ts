import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Terminal } from "../terminal.ts";
import { type KeptTerminal, keptTerminal } from "./terminal.ts";

/** A terminal with a person at it, who gives each answer when its question stands. */
export interface Person {
  readonly terminal: KeptTerminal;
  /** Ends when the last answer is given. */
  answer(answers: readonly string[]): Promise<void>;
  /** Ends the input once the next question stands. */
  leave(): Promise<void>;
}

// Readline moves the cursor behind the question.
const QUESTION = /(?:: |\[y\/N\] )(?:\u001b\[\d+G)?$/;

export function personAt(change: Partial<Terminal> = {}): Person {
  const input = new PassThrough();
  const terminal = keptTerminal({ input, inputIsPerson: true, ...change });
  let seen = 0;
  async function question(): Promise<void> {
    while (!QUESTION.test(terminal.written.err.slice(seen))) await setImmediate();
    seen = terminal.written.err.length;
  }
  return {
    terminal,
    async answer(answers) {
      for (const each of answers) {
        await question();
        input.write(`${each}\n`);
      }
    },
    async leave() {
      await question();
      input.end();
    },
  };
}
