import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity.mjs";

// What is recorded of each process of a run, so that the next start finds those that outlived a killed run. Their
// standard input has closed and their guards have fired by then; this is for what did not heed that.
interface Recorded {
  readonly pid: number;
  readonly identity: string;
  readonly stopSignal: NodeJS.Signals;
}

/** Records a running process under a name; a later record of the same name takes its place. */
export async function recordProcess(
  folder: string,
  name: string,
  pid: number,
  stopSignal: NodeJS.Signals,
): Promise<void> {
  const identity = processIdentity(pid);
  if (identity === undefined) return;
  await mkdir(folder, { recursive: true });
  const aside = join(folder, `aside.${randomUUID()}`);
  await writeFile(aside, JSON.stringify({ pid, identity, stopSignal } satisfies Recorded));
  await rename(aside, join(folder, `${name}.json`));
}

export async function forgetProcess(folder: string, name: string): Promise<void> {
  await rm(join(folder, `${name}.json`), { force: true });
}

/**
 * Ends the recorded processes that still run: those alone that have the recorded pid and started at the recorded time.
 * Resolves when all have ended.
 *
 * @param patience milliseconds that a process gets to end by itself, and again after its stop signal
 * @returns the names of those that were still running
 */
export async function endLeftovers(
  folder: string,
  patience: { byItself: number; afterSignal: number },
): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json"));
  const ended = await Promise.all(
    names.map(async (file) => {
      const recorded = await readRecord(join(folder, file));
      const ran = recorded !== undefined && (await end(recorded, patience));
      await rm(join(folder, file), { force: true });
      return ran ? [file.slice(0, -".json".length)] : [];
    }),
  );
  return ended.flat();
}

async function readRecord(file: string): Promise<Recorded | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Recorded;
  } catch {
    // Cut short by a power failure, which ended the process as well.
    return undefined;
  }
}

async function end(
  process_: Recorded,
  patience: { byItself: number; afterSignal: number },
): Promise<boolean> {
  const runs = (): boolean => processIdentity(process_.pid) === process_.identity;
  if (!runs()) return false;
  if (await gone(runs, patience.byItself)) return true;
  send(process_.pid, process_.stopSignal);
  if (await gone(runs, patience.afterSignal)) return true;
  send(process_.pid, "SIGKILL");
  await gone(runs, 10_000);
  return true;
}

async function gone(runs: () => boolean, within: number): Promise<boolean> {
  const deadline = Date.now() + within;
  while (runs()) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended in between.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
