import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,services,test}/**/*.test.ts", "scripts/**/*.test.mjs"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
