import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Waits for minutes and computes little: begun last, it would be all that still runs. */
const FIRST = "test/erasure-cluster.test.ts";

class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFirst = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith(FIRST));
    return sorted.toSorted((a, b) => isFirst(b) - isFirst(a));
  }
}

export default defineConfig({
  test: {
    include: ["{packages,services,test}/**/*.test.ts", "scripts/**/*.test.mjs"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestWaitFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
