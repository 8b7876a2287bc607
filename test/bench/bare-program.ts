import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A program beside the benchmark, as the services are: a process of its own. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** What it said first: mostly the port that it listens on. */
  readonly said: unknown;
  /** Sends it a message and resolves with its answer. */
  ask(message: string | object): Promise<unknown>;
}

/** Starts a program of `bare/`, as `startProgram` does. */
export function startBare(name: string, args: readonly string[]): Promise<Program> {
  return startProgram(join(import.meta.dirname, "bare", `${name}.ts`), args);
}

/** Starts a program; resolves when it has said something. It ends when this is disposed of. */
export async function startProgram(path: string, args: readonly string[]): Promise<Program> {
  const child = fork(path, args);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  async function next(): Promise<unknown> {
    const gone = ended.then(() => {
      throw new Error(`the program ${path} ended by itself`);
    });
    const [said] = (await Promise.race([once(child, "message"), gone])) as unknown[];
    return said;
  }
  const said = await next();
  return {
    pid: child.pid!,
    said,
    async ask(message) {
      const answer = next();
      child.send(message);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
