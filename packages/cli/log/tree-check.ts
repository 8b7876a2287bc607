import type { LogEntry } from "@talanoa/client/log.ts";
import { verifyTree } from "@talanoa/client/verify-tree.ts";
import type { TileSource } from "@talanoa/client/tile-source.ts";
import { type Beginning, RecordsCheck } from "@talanoa/sharing/record/completeness.ts";
import { type Ending, upToEnd } from "@talanoa/sharing/record/ending.ts";
import { Faults } from "@talanoa/sharing/record/faults.ts";
import { leafHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Context } from "../context.ts";
import { Progress } from "../progress.ts";
import { ShownLeaves } from "./shown-leaves.ts";
import type { Verdict } from "./verdict.ts";

/** Records that were shown: whether all are there, and stand in the tree as they were shown. None of them is kept. */
export class ShownRecords {
  readonly #records = new RecordsCheck();
  readonly #leaves = new ShownLeaves();
  readonly #differing = new Faults();

  /** Place of the last; -1 for none. */
  get lastIndex(): number {
    return this.#records.lastIndex;
  }

  /** Takes the records in the order of the log. */
  add(entry: LogEntry): void {
    this.#records.take(entry);
    this.#leaves.add(entry.index, leafHash(entry.row.entry));
  }

  /** To be told of each leaf of the tree. */
  compare(index: number, leaf: Uint8Array): void {
    if (!this.#leaves.agrees(index, leaf))
      this.#differing.add(`entry ${index} was shown, and the tree has another there`);
  }

  /** Whether all are there, after the tree of a size was read; `reader` is as `RecordsCheck` has it. */
  verdict(size: number, reader: string | null, { beginning, ending }: Asked = {}): Verdict {
    const found = this.#records.found(reader, beginning);
    const completeness = ending ? upToEnd(found, ending) : found;
    const beyond = new Faults();
    for (const index of this.#leaves.left())
      beyond.add(`entry ${index} was shown, and the tree does not reach it`);
    const faults = [...completeness.faults, ...this.#differing.all, ...beyond.all];
    return { size, completeness, faults };
  }
}

/** Which records were asked for: they may begin and end anywhere unless it is said where. */
interface Asked {
  readonly beginning?: Beginning;
  readonly ending?: Ending;
}

interface CheckTreeOptions {
  readonly earlier: readonly TreeHead[];
  readonly shown: ShownRecords;
  /** The first entry that is not in an archive. */
  readonly from?: number;
}

/** Verifies the whole tree under a bar of progress; gives how many entries a second. */
export async function checkTree(
  { terminal, signal }: Context,
  source: TileSource,
  head: TreeHead,
  { earlier, shown, from = 0 }: CheckTreeOptions,
): Promise<number> {
  using bar = new Progress(terminal, head.size);
  const began = performance.now();
  await verifyTree(source, head, {
    from,
    earlier: earlier.filter(({ size }) => size > 0),
    seen: (index, leaf) => shown.compare(index, leaf),
    progress: (done) => bar.show(done, "entries"),
    signal,
  });
  return Math.round((head.size * 1_000) / Math.max(1, performance.now() - began));
}
