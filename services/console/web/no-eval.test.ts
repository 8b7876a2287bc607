import { expect, test } from "vitest";
import { readWithoutEval } from "./no-eval.ts";

test("zod takes its settings from where they were left for it", async () => {
  readWithoutEval();
  const { config } = await import("zod/v4/core");
  expect(config().jitless).toBe(true);
});
