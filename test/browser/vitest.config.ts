import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of the console in a browser: `main.ts` builds its pages, finds the browser and starts them. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: ["test/browser/*.test.ts"],
    globalSetup: [
      "packages/devstack/testing/ready-cluster.ts",
      "test/browser/support/shared-hub.ts",
    ],
    pool: "forks",
    // Times are measured: one hub and one browser at a time.
    maxWorkers: 1,
    isolate: false,
    reporters: ["verbose"],
    // So long that a busy machine fails nothing: what is to be quick is measured where a test says so.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 45_000 } },
  },
});
