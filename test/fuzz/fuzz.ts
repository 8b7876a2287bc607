import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { HEAD_BYTES, SHARED_BYTES, type WorkerData, type WorkerResult } from "./worker.ts";

export interface FuzzOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Where the input of a failure is left. */
  readonly folder: string;
  /** The module of what is tried; reading and screening unless given. */
  readonly target?: string;
  /** How long one input may take, in ms. */
  readonly hang?: number;
}

/** How an input failed: an exception, no answer in time, or more memory than there is. */
type FailureKind = "crash" | "hang" | "memory";

export interface FuzzReport {
  readonly inputs: number;
  /** The longest time that one input took, in ms. */
  readonly slowest: number;
  readonly failure?: { readonly kind: FailureKind; readonly text: string; readonly file: string };
}

/** Of an input of 256 KB on a machine that has much else to do. */
const HANG = 20_000;
const LOOK = 100;
/** What all that is kept between inputs, and one input, may take: objects, in MiB, and the process with buffers. */
const HEAP = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };
const GROWTH_BYTES = 512 * 1024 * 1024;

/**
 * Tries inputs that follow from a seed for some seconds, in a thread of its own with little memory. It ends at the
 * first that fails, and leaves that in a file.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seconds, seed, folder, hang = HANG } = options;
  const target = options.target ?? new URL("./read-and-screen.ts", import.meta.url).href;
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const head = new Int32Array(shared, 0, 2);
  const data: WorkerData = { seed, seconds, target, shared };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: data,
    resourceLimits: HEAP,
  });
  const ended = new Promise<WorkerResult | Error>((resolve) => {
    worker.once("message", resolve).once("error", resolve);
  });
  const stopped = new AbortController();
  const result = await Promise.race([ended, watched(head, hang, stopped.signal)]);
  stopped.abort();
  await worker.terminate();

  const inputs = Atomics.load(head, 0);
  const fail = async (kind: FailureKind, text: string): Promise<FuzzReport["failure"]> => {
    const file = join(folder, `fuzz-${seed}-${inputs}.edi`);
    await mkdir(folder, { recursive: true });
    const input = new Uint8Array(shared, HEAD_BYTES, Atomics.load(head, 1));
    await writeFile(file, Uint8Array.from(input));
    return { kind, text, file };
  };
  if (result === "hang" || result === "memory") {
    const text = result === "hang" ? `no answer in ${hang} ms` : "memory grows without end";
    return { inputs, slowest: 0, failure: await fail(result, text) };
  }
  if (result instanceof Error) {
    const isMemory = (result as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
    // What went wrong before the first input is no input's fault.
    if (inputs === 0) throw result;
    const failure = await fail(isMemory ? "memory" : "crash", result.message);
    return { inputs, slowest: 0, failure };
  }
  const { slowest, failure } = result;
  return { inputs, slowest, ...(failure && { failure: await fail("crash", failure) }) };
}

/** Resolves when the number of the input has not changed for so long, or memory has grown too much. */
async function watched(
  head: Int32Array,
  hang: number,
  signal: AbortSignal,
): Promise<"hang" | "memory"> {
  const before = process.memoryUsage.rss();
  let input = 0;
  let since = performance.now();
  while (!signal.aborted) {
    await sleep(LOOK, undefined, { signal }).catch(() => {});
    if (process.memoryUsage.rss() - before > GROWTH_BYTES) return "memory";
    const now = Atomics.load(head, 0);
    if (now === input && now > 0) {
      if (performance.now() - since > hang) return "hang";
    } else {
      input = now;
      since = performance.now();
    }
  }
  return "hang";
}
