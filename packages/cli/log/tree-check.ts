import type { LogEntry } from "@talanoa/client/log.ts";
import { verifyTree } from "@talanoa/client/verify-tree.ts";
import type { TileSource } from "@talanoa/client/tile-source.ts";
import {
  type Beginning,
  checkRecords,
  type PlacedRecord,
  placedRecord,
} from "@talanoa/sharing/record/completeness.ts";
import { leafHash, sameHash, type TreeHead } from "@talanoa/tlog/tree/hash.ts";
import type { Context } from "../context.ts";
import { Progress } from "../progress.ts";
import type { Verdict } from "./verdict.ts";

/** Records that were shown, to be found in the tree as they were shown. */
export class ShownRecords {
  readonly placed: PlacedRecord[] = [];
  readonly #leaves = new Map<number, Uint8Array>();
  readonly #differing: string[] = [];

  add(entry: LogEntry): void {
    this.placed.push(placedRecord(entry));
    this.#leaves.set(entry.index, leafHash(entry.row.entry));
  }

  /** To be told of each entry of the tree. */
  compare(index: number, entry: Uint8Array): void {
    const shown = this.#leaves.get(index);
    if (!shown) return;
    this.#leaves.delete(index);
    if (!sameHash(shown, leafHash(entry)))
      this.#differing.push(`entry ${index} was shown, and the tree has another there`);
  }

  /** Whether all are there, after the tree of a size was read; `party` as far as it is known. */
  verdict(size: number, party: string, beginning?: Beginning): Verdict {
    const completeness = checkRecords(party, this.placed, beginning);
    const beyond = [...this.#leaves.keys()].map(
      (index) => `entry ${index} was shown, and the tree does not reach it`,
    );
    return { size, completeness, faults: [...completeness.faults, ...this.#differing, ...beyond] };
  }
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
    seen: (index, entry) => shown.compare(index, entry),
    progress: (done) => bar.show(done, "entries"),
    signal,
  });
  return Math.round((head.size * 1_000) / Math.max(1, performance.now() - began));
}
