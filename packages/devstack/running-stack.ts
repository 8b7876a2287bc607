import { join } from "node:path";
import { lockHolder, takeLock, type HeldLock } from "./exclusive-lock.mjs";
import { StartupError } from "./startup-error.ts";

/** What others can know of a stack that runs on a data folder. */
export interface StackNote {
  /** `host:port` of each service, by name; absent in the first moments of a start. */
  readonly addresses?: { readonly [service: string]: string };
}

/** A hub already runs on the data folder. */
export class AlreadyRunning extends StartupError {
  readonly pid: number;
  readonly addresses: StackNote["addresses"];

  constructor(pid: number, note: StackNote) {
    const addresses = Object.entries(note.addresses ?? {});
    const where = addresses.map(([name, address]) => `${name} at ${address}`).join(", ");
    super(
      `Talanoa already runs on this data folder: process ${pid}${where ? `, ${where}` : ", still starting"}. Use it, or stop it with Ctrl-C in its terminal or "kill ${pid}".`,
    );
    this.pid = pid;
    this.addresses = note.addresses;
  }
}

/** Takes the data folder for one stack. Throws `AlreadyRunning` when another has it. */
export function lockDataFolder(dataDir: string): HeldLock<StackNote> {
  const lock = takeLock<StackNote>(lockFolder(dataDir), {});
  if (!lock.held) throw new AlreadyRunning(lock.holder.pid, lock.holder.note);
  return lock;
}

/** The stack that runs on this data folder now; undefined when none does. */
export function runningStack(dataDir: string): ({ readonly pid: number } & StackNote) | undefined {
  const holder = lockHolder<StackNote>(lockFolder(dataDir));
  return holder && { pid: holder.pid, ...holder.note };
}

function lockFolder(dataDir: string): string {
  return join(dataDir, "run", "lock");
}
