import { createInterface } from "node:readline/promises";
import { type Context, Interrupted } from "./context.ts";
import { UsageError } from "./usage-error.ts";

/** Questions to a person at a terminal. */
export interface Asking extends Disposable {
  /** Gives the answer without blanks around it. Throws Interrupted at Ctrl-C and when the input ends. */
  question(text: string): Promise<string>;
}

/** Throws UsageError where nobody can answer. */
export function checkPersonAnswers({ terminal }: Pick<Context, "terminal">): void {
  if (!terminal.inputIsPerson)
    throw new UsageError(
      "--ask needs a terminal to ask on",
      "Give a file, or - for standard input.",
    );
}

/** Until it is disposed of, Ctrl-C is an answer too: nothing else may run meanwhile. */
export function openAsking({ terminal, signal }: Pick<Context, "terminal" | "signal">): Asking {
  // What is asked goes where errors go: the results stay clean.
  const lines = createInterface({ input: terminal.input, output: terminal.err, terminal: true });
  const stop = new AbortController();
  lines.on("SIGINT", () => stop.abort(new Interrupted()));
  lines.on("close", () => stop.abort(new Interrupted()));
  const either = AbortSignal.any([signal, stop.signal]);
  return {
    async question(text) {
      either.throwIfAborted();
      try {
        return (await lines.question(text, { signal: either })).trim();
      } catch (error) {
        either.throwIfAborted();
        throw error;
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}
