import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Linux counts processor time in hundredths of a second for whoever asks. */
const TICKS_A_SECOND = 100;

/** Processes by name; undefined for one that does not run. */
export type Processes = { readonly [name: string]: number | undefined };

/** Processor time that was used for a number of things, by process. */
export class Costs {
  readonly #microseconds = new Map<string, number>();
  #things = 0;

  /** Does something to so many things, and adds up what these processes use meanwhile. */
  async of<T>(things: number, processes: Processes, action: () => Promise<T>): Promise<T> {
    const before = await processorTimes(processes);
    const result = await action();
    this.add(things, before, await processorTimes(processes));
    return result;
  }

  /** Adds what was used between two readings for so many things. */
  add(
    things: number,
    before: ReadonlyMap<string, number>,
    after: ReadonlyMap<string, number>,
  ): void {
    this.#things += things;
    for (const [name, seconds] of after) {
      const used = (seconds - (before.get(name) ?? 0)) * 1e6;
      this.#microseconds.set(name, (this.#microseconds.get(name) ?? 0) + used);
    }
  }

  /** Microseconds for one thing, by process and in all. */
  each(what: string): { [name: string]: number } {
    const all = [...this.#microseconds].map(([name, its]) => [name, its / this.#things] as const);
    const sum = all.reduce((sum, [, its]) => sum + its, 0);
    return Object.fromEntries(
      [...all, ["in all", sum] as const].map(([name, its]) => [`${what}, ${name} (µs)`, its]),
    );
  }
}

/** Share of one core below which processes do nothing but wait. */
const AT_REST = 0.1;

/** So long, in ms, they are waited for. */
const MOST_REST = 300_000;

/** Resolves when these processes have done what was left to do. Rejects when they never come to rest. */
export async function atRest(processes: Processes): Promise<void> {
  const look = async () => {
    const times = await processorTimes(processes);
    return { used: [...times.values()].reduce((sum, its) => sum + its, 0), at: performance.now() };
  };
  const first = await look();
  for (let before = first; before.at - first.at < MOST_REST;) {
    await sleep(1_000);
    const now = await look();
    if (now.used - before.used < AT_REST * ((now.at - before.at) / 1_000)) return;
    before = now;
  }
  throw new Error(`${Object.keys(processes).join(", ")} do not come to rest`);
}

/** Seconds of processor time that processes and their children have used, by name; empty where there is no /proc. */
export async function processorTimes(processes: {
  readonly [name: string]: number | undefined;
}): Promise<Map<string, number>> {
  const children = new Map<number, number[]>();
  const used = new Map<number, number>();
  for (const pid of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // The name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [, parent] = fields;
    // Its own user and system time, and that of children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    used.set(Number(pid), ticks / TICKS_A_SECOND);
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(pid)]);
  }
  const withChildren = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + withChildren(child), used.get(pid) ?? 0);
  return new Map(
    Object.entries(processes).flatMap(([name, pid]) => {
      if (pid === undefined || !used.has(pid)) return [];
      // Of this process the children are other parts.
      return [[name, pid === process.pid ? used.get(pid)! : withChildren(pid)]];
    }),
  );
}
