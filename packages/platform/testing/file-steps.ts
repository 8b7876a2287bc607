import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const CALLS = ["link", "lstat", "open", "readdir", "readFile", "rename", "stat", "unlink"] as const;

/**
 * Runs something with a step before each of its calls to the file system, which itself stays the real one: there a test
 * does what another process may do between two of them, or throws where the process is to end. What a step calls has no
 * steps. One at a time.
 */
export async function withFileSteps<T>(
  step: (call: string) => Promise<unknown>,
  run: () => Promise<T>,
): Promise<T> {
  const real = Object.fromEntries(CALLS.map((call) => [call, fs[call]]));
  const inStep = new AsyncLocalStorage<true>();
  for (const call of CALLS) {
    const its = fs[call] as (...given: unknown[]) => Promise<unknown>;
    const stepped = async (...given: unknown[]) => {
      if (!inStep.getStore()) await inStep.run(true, () => step(call));
      return its(...given);
    };
    Object.assign(fs, { [call]: stepped });
  }
  syncBuiltinESMExports();
  try {
    return await run();
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
}
