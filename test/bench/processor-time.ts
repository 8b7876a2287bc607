import { readdir, readFile } from "node:fs/promises";

/** Linux counts processor time in hundredths of a second for whoever asks. */
const TICKS_A_SECOND = 100;

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
    Object.entries(processes).flatMap(([name, pid]) =>
      pid !== undefined && used.has(pid) ? [[name, withChildren(pid)]] : [],
    ),
  );
}
