import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

export default defineConfig({
  test: {
    include: ["{packages,services,test}/**/*.test.ts", "scripts/**/*.test.mjs"],
    pool: "forks",
    // Much of what a test does is to wait: for a broker's clock, for a service that comes back.
    maxWorkers: 3,
    // No test replaces a module; loading all of them anew for each file costs as much as half of the tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
