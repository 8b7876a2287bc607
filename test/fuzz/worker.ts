// Tries inputs one after the other until the time is over. What is tried stands in shared memory, where
// it can be read when this thread no longer answers.
import { parentPort, workerData } from "node:worker_threads";
import { LONGEST, mutated } from "./mutations.ts";
import { Random } from "./random.ts";
import { seedMessages } from "./seeds.ts";

/** What is done with an input; it throws where something is wrong. */
export type Target = (input: Uint8Array, random: Random) => void;

export interface WorkerData {
  readonly seed: number;
  readonly seconds: number;
  /** The module of the target, its default export. */
  readonly target: string;
  readonly shared: SharedArrayBuffer;
}

export interface WorkerResult {
  readonly inputs: number;
  /** The longest time that one input took, in ms. */
  readonly slowest: number;
  /** Why the last input failed. */
  readonly failure?: string;
}

/** Before the input: its number from 1, and its length. */
export const HEAD_BYTES = 8;
export const SHARED_BYTES = HEAD_BYTES + LONGEST;

async function run({ seed, seconds, target, shared }: WorkerData): Promise<WorkerResult> {
  const { default: tryOut } = (await import(target)) as { readonly default: Target };
  const head = new Int32Array(shared, 0, 2);
  const place = new Uint8Array(shared, HEAD_BYTES);
  const seeds = seedMessages();
  const until = performance.now() + seconds * 1000;
  let slowest = 0;
  let inputs = 0;
  for (let now = performance.now(); now < until;) {
    inputs += 1;
    const random = new Random(seed, inputs);
    const input = mutated(seeds, random);
    place.set(input);
    Atomics.store(head, 1, input.length);
    Atomics.store(head, 0, inputs);
    try {
      tryOut(input, random);
    } catch (error) {
      return { inputs, slowest, failure: (error as Error).stack ?? String(error) };
    }
    const after = performance.now();
    slowest = Math.max(slowest, after - now);
    now = after;
  }
  return { inputs, slowest };
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
parentPort?.postMessage(await run(workerData as WorkerData));
