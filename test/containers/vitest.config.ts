import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The failures first, then the restore, then a notice all the way through what was put back: the first compare the log with
 * the stream message by message, and a restored stream has tombstones in it.
 */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/** Tests of a hub in containers: `main.ts` starts it, and them. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: ["test/containers/*.test.ts"],
    pool: "forks",
    // There is one hub.
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: ByName },
    reporters: ["verbose"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
