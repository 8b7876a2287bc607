import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, longest first: one of them begun last would be all that still runs. */
const LONGEST = [
  "test/exercise.test.ts",
  "test/renewal.test.ts",
  "test/erasure-cluster.test.ts",
  "test/kill.test.ts",
  "test/cli.test.ts",
  "services/audit-log/retain/retain.test.ts",
  "test/fuzz/fuzz.test.ts",
  "services/audit-log/chaos.test.ts",
  "test/log-answers.test.ts",
  "test/erasure-kill.test.ts",
  "services/audit-log/scrub/scrub.test.ts",
  "test/backup.test.ts",
  "test/screening.test.ts",
  "test/rolling.test.ts",
  "test/log-verify.test.ts",
  "test/matrix.test.ts",
  "test/bad-notices.test.ts",
  "services/audit-log/tampered.test.ts",
  "test/start.test.ts",
];

/** Begins with the longest; the others follow, the largest file first. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["{packages,services,test}/**/*.test.ts", "scripts/**/*.test.mjs"],
    globalSetup: "packages/devstack/testing/ready-cluster.ts",
    // Those need a Docker engine: npm run test:containers. Or a browser: npm run test:browser.
    exclude: ["**/node_modules/**", "test/containers/**", "test/browser/**"],
    pool: "forks",
    // One more than the least machine has cores: tests wait for a third of their time.
    maxWorkers: 3,
    // No test replaces a module, and loading all of them anew for each file costs half a second of it.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A busy machine, never the product, is what these outlast.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
