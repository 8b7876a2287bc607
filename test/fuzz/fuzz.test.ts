import { randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { fuzz } from "./fuzz.ts";
import { mutated, mutations } from "./mutations.ts";
import { Random } from "./random.ts";
import { seedMessages } from "./seeds.ts";

const seconds = Number(process.env["TALANOA_FUZZ_SECONDS"] ?? 4);
const given = process.env["TALANOA_FUZZ_SEED"];

test(
  `damaged passenger messages are read and screened for ${seconds} s: no crash, no hang, bounded memory`,
  async () => {
    const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
    const folder = join(import.meta.dirname, "../../.talanoa/fuzz");
    const { inputs, failure } = await fuzz({ seconds, seed, folder });
    console.log(`fuzzing with seed ${seed}: ${inputs} inputs in ${seconds} s`);
    expect(failure).toBeUndefined();
    expect(inputs).toBeGreaterThan(10);
  },
  seconds * 1000 + 120_000,
);

describe("a fault is found, with the input that shows it", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "talanoa-fuzz-"));
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ["an exception", "crash", "crash"],
    ["no answer", "hang", "hang"],
    ["ever more objects", "objects", "memory"],
    ["ever more buffers", "buffers", "memory"],
  ] as const)("of %s", async (_, fault, kind) => {
    vi.stubEnv("TALANOA_FUZZ_FAULT", fault);
    const target = new URL("./testing/broken-target.ts", import.meta.url).href;
    const { inputs, failure } = await fuzz({
      seconds: 60,
      seed: 1,
      folder,
      target,
      // Memory that grows slowly on a busy machine is no hang.
      hang: fault === "hang" ? 2_000 : 60_000,
    });
    expect(failure?.kind).toBe(kind);
    const left = await readFile(failure!.file, "latin1");
    expect(left).toContain("constructor");
    // The seed gives the same input again.
    expect(mutated(seedMessages(), new Random(1, inputs)).toString("latin1")).toBe(left);
  });
});

test.each(Object.entries(mutations))("%s: the message is another one at times", (_, mutation) => {
  const [seed, other] = seedMessages() as [string, string];
  const results = Array.from({ length: 20 }, (_, input) =>
    mutation(seed, new Random(7, input), other),
  );
  expect(results.some((result) => result !== seed)).toBe(true);
});
