import { join } from "node:path";
import { takeLock } from "@talanoa/devstack/exclusive-lock.mjs";
import { UsageError } from "../usage-error.ts";

/** What others can know of a witness that runs. */
export interface WitnessNote {
  /** Where it listens; absent in the first moments. */
  readonly url?: string;
}

export interface Held extends Disposable {
  tell(note: WitnessNote): void;
}

export function lockFolder(folder: string): string {
  return join(folder, "lock");
}

/**
 * Takes a folder for this process alone; `what` names it. A process that was killed holds nothing.
 * Throws UsageError when another has it.
 */
export function hold(folder: string, what: string): Held {
  const lock = takeLock<WitnessNote>(lockFolder(folder), {});
  if (!lock.held) {
    const { pid, note } = lock.holder;
    throw new UsageError(
      `another witness runs with ${what}: process ${pid}${note.url ? `, at ${note.url}` : ""}`,
      "Stop that one first, or give this one a key and a state folder of its own: two on one key could cosign two trees.",
    );
  }
  return {
    tell: (note) => lock.update(note),
    [Symbol.dispose]: () => lock.release(),
  };
}
