import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A bare program beside the bench, as the services are: a process of its own. */
export interface BareProgram extends AsyncDisposable {
  /** What it said first: mostly the port that it listens on. */
  readonly said: unknown;
  /** Sends it a message and resolves with its next one. */
  ask(message: object): Promise<unknown>;
}

export async function startBare(name: string, args: readonly string[]): Promise<BareProgram> {
  const child = fork(join(import.meta.dirname, "bare", `${name}.ts`), args);
  const [said] = await once(child, "message");
  return {
    said,
    async ask(message) {
      child.send(message);
      return (await once(child, "message"))[0];
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
