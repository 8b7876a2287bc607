import { writeFile } from "node:fs/promises";
import type { TestHub } from "../support/hub.ts";
import type { Figure } from "./figure.ts";
import { Costs } from "./processor-time.ts";
import { tableBytes } from "./sizes/disk.ts";
import {
  checkpointOf,
  timeConsistencyProofs,
  timeInclusionProofs,
  timeQueries,
} from "./sizes/log-doors.ts";
import { type Measured, type Queried, type Reader, timesOf } from "./sizes/measured.ts";
import { plot } from "./sizes/plot.ts";
import { openSizedLog, questionKinds, type SizedLog } from "./sizes/sized-log.ts";
import { table } from "./sizes/table.ts";
import type { Size } from "./size.ts";

export interface SizesOptions {
  /** Takes the table, for a person to read. */
  readonly show: (text: string) => void;
  /** Entries, ascending. */
  readonly sizes: readonly number[];
  /** Where the plot is written; nowhere when absent. */
  readonly plot?: string | undefined;
}

const TRIES = 500;
const WARM_UP = 50;
/** Up to so many entries the whole log is verified. */
const VERIFIED = 1_000_000;
const PARTICIPANT = "FJ";

/** How the log's answers and proofs grow with the log: one that grows from size to size. */
export async function logSizes(hub: TestHub, size: Size, options: SizesOptions): Promise<Figure[]> {
  const { stack } = hub;
  const url = stack.postgresUrl("audit_log");
  // What the start of the hub recorded stands in the log.
  await checkpointOf(await hub.as("oco-auditor"), 1);
  await using log = await openSizedLog(url);
  const all: Measured[] = [];
  for (const entries of options.sizes) {
    await stack.stop("audit-log");
    const { perSecond: grown, appends } = await log.grow(entries);
    await stack.restart("audit-log");
    all.push(await measure(hub, log, entries, { grown, appends, tries: size(TRIES) }));
    process.stderr.write(`  measured at ${entries.toLocaleString("en")} entries\n`);
  }
  options.show(`${table(all)}\n`);
  if (options.plot) await writeFile(options.plot, plot(all));
  return all.flatMap(figuresOf);
}

interface Grown {
  readonly grown: number;
  readonly appends: readonly number[];
  readonly tries: number;
}

async function measure(
  hub: TestHub,
  log: SizedLog,
  size: number,
  { grown, appends, tries }: Grown,
): Promise<Measured> {
  const auditors = {
    "auditor of all": { reader: "*", client: await hub.as("oco-auditor") },
    "participant's auditor": {
      reader: PARTICIPANT,
      client: await hub.as(`${PARTICIPANT.toLowerCase()}-auditor`),
    },
  } satisfies { [Each in Reader]: object };
  const auditor = auditors["auditor of all"].client;
  await checkpointOf(auditor, size);
  const places = Array.from({ length: tries }, (_, i) => Math.floor(((i + 0.5) / tries) * size));
  // In another order than that of the log.
  const shuffled = places.map((_, i) => places[(i * 7_919) % tries]!);
  await timeInclusionProofs(auditor, shuffled.slice(0, WARM_UP));
  const inclusion = timesOf(await timeInclusionProofs(auditor, shuffled));
  const consistency = timesOf(await timeConsistencyProofs(auditor, shuffled));

  const queried: Queried[] = [];
  for (const [name, { reader, client }] of Object.entries(auditors)) {
    for (const kind of questionKinds) {
      const asked = { kind, reader, count: tries };
      await log.answers({ ...asked, count: WARM_UP });
      const costs = new Costs();
      const its = { answering: log.pid, postgres: hub.stack.pid("postgres") };
      const { all, find, rows } = await costs.of(tries, its, () => log.answers(asked));
      const questions = await log.questions(asked);
      await timeQueries(client, questions.slice(0, WARM_UP));
      const door = timesOf(await timeQueries(client, questions));
      const middle = rows.toSorted((a, b) => a - b)[rows.length >> 1]!;
      const answer = timesOf(all);
      const processor = costs.each("answer")["answer, in all (µs)"]! / 1_000;
      const times = { answer, processor, find: timesOf(find), rows: middle, door };
      queried.push({ kind, reader: name as Reader, ...times });
    }
  }
  await log.proofs(WARM_UP);
  const proofVerified = timesOf(await log.proofs(tries));
  const verified = size <= VERIFIED ? await log.verify() : null;
  const bytes = await tableBytes(hub.stack.postgresUrl("audit_log"));
  const append = timesOf(appends.slice(-TRIES));
  return { size, grown, queried, inclusion, consistency, append, proofVerified, verified, bytes };
}

function figuresOf({ size, queried, inclusion, proofVerified, verified }: Measured): Figure[] {
  const entries = size.toLocaleString("en");
  const one = (
    name: string,
    unit: string,
    value: number,
    goal: Figure["goal"],
    detail?: Figure["detail"],
  ): Figure => ({
    name: `${name}, ${entries}`,
    unit,
    value,
    bare: null,
    ratio: null,
    goal,
    ...(detail && { detail }),
  });
  const worst = queried.toSorted((a, b) => b.answer.p99 - a.answer.p99)[0]!;
  const detail = { [`the slowest: ${worst.kind}, ${worst.reader}; p50 (ms)`]: worst.answer.p50 };
  return [
    one("query p99", "ms", worst.answer.p99, { atMost: 10 }, detail),
    one("inclusion p50", "ms", inclusion.p50, { atMost: 2 }),
    one("inclusion p99", "ms", inclusion.p99, { atMost: 10 }),
    one("proof verified", "µs", proofVerified.p50 * 1_000, { atMost: 50 }),
    ...(verified ? [one("verified", "entries/s", verified.hashed, { atLeast: 200_000 })] : []),
  ];
}
