import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of a hub in containers: `main.ts` starts it, and them. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: ["test/containers/*.test.ts"],
    pool: "forks",
    // There is one hub.
    maxWorkers: 1,
    isolate: false,
    reporters: ["verbose"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
