import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of the console in a browser: `main.ts` builds its pages, finds the browser and starts them. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: ["test/browser/*.test.ts"],
    globalSetup: "packages/devstack/testing/ready-cluster.ts",
    pool: "forks",
    // Times are measured: one hub and one browser at a time.
    maxWorkers: 1,
    isolate: false,
    reporters: ["verbose"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
