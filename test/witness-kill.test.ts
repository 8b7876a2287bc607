import { setTimeout as sleep } from "node:timers/promises";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { log, origin } from "@talanoa/tlog/testing/sample-keys.ts";
import { addCosignatures } from "@talanoa/tlog/witness/read-answer.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonLines } from "./support/cli.ts";
import { forked, honest, LARGEST, makeWitness, type TestWitness } from "./support/witness.ts";

const ROUNDS = 12;
/** Callers that ask at the same moment: each for the next sizes, and some for those of a fork. */
const CALLERS = 4;

let witness: TestWitness;
beforeAll(async () => {
  witness = await makeWitness();
});
afterAll(() => witness[Symbol.asyncDispose]());

/** The largest size that was ever answered with a cosignature. */
let answered = 0;
/** The size that the log believes the witness to have. */
let known = 0;

async function ask(from: number, to: number): Promise<void> {
  const { status, body } = await witness.post(honest.request(from, to));
  if (status === 409) known = Number(body);
  if (status !== 200) return;
  const note = addCosignatures(honest.checkpoint(to), body, [witness.key]);
  const policy = { origin, keys: [log.key], witnesses: [witness.key], quorum: 1 };
  expect(openCheckpoint(formatNote(note), policy).checkpoint).toMatchObject(honest.head(to));
  answered = Math.max(answered, to);
  known = to;
}

/** What a log that shows two trees would try; what was cosigned has entry 100 in it already. */
async function askForFork(from: number): Promise<void> {
  const to = Math.max(from, 101);
  const { status } = await witness.post(forked.request(from, to));
  expect(status).not.toBe(200);
}

async function askUntilGone(caller: number): Promise<void> {
  try {
    for (;;) {
      if (caller === 0) await askForFork(known);
      else await ask(known, Math.min(known + caller, LARGEST));
    }
  } catch (error) {
    // The connection broke: it was killed.
    if (!(error instanceof TypeError)) throw error;
  }
}

test("kill -9 among requests, again and again: the state never goes back behind what was answered", async () => {
  let running = await witness.start();
  await ask(0, 101);
  expect(answered).toBe(101);
  for (let round = 0; round < ROUNDS; round++) {
    const callers = Array.from({ length: CALLERS }, (_, caller) => askUntilGone(caller));
    await sleep(20 + Math.random() * 250);
    running.kill("SIGKILL");
    await Promise.all(callers);
    await running.ended;

    const words = ["--json", "witness", "status", "--state", witness.state];
    const [row] = jsonLines((await witness.shell.run(words)).out);
    const { size, root } = row as unknown as { size: number; root: string };
    expect(size).toBeGreaterThanOrEqual(answered);
    expect(root).toBe(Buffer.from(honest.head(size).root).toString("base64"));
    running = await witness.start();
    // What had no answer any more is told by the size.
    await ask(0, 1);
    expect(known).toBe(size);
  }
  expect(answered).toBeGreaterThan(101);
});
