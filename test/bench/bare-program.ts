import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A bare program beside the benchmark, as the services are: a process of its own. */
export interface BareProgram extends AsyncDisposable {
  readonly pid: number;
  /** What it said first: mostly the port that it listens on. */
  readonly said: unknown;
  /** Sends it a message and resolves with its answer. */
  ask(message: string): Promise<unknown>;
}

/** Starts a program of `bare/`; resolves when it has said something. It ends when this is disposed of. */
export async function startBare(name: string, args: readonly string[]): Promise<BareProgram> {
  const child = fork(join(import.meta.dirname, "bare", `${name}.ts`), args);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  async function next(): Promise<unknown> {
    const gone = ended.then(() => {
      throw new Error(`the bare program ${name} ended by itself`);
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
