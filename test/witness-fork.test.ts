import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatNote } from "@talanoa/tlog/note/note.ts";
import { openCheckpoint } from "@talanoa/tlog/note/open-checkpoint.ts";
import { origin, policy } from "@talanoa/tlog/testing/sample-keys.ts";
import { formatAddCheckpoint } from "@talanoa/tlog/witness/request.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type JsonLine, jsonLines } from "./support/cli.ts";
import { forked, honest, makeWitness, type TestWitness } from "./support/witness.ts";

let witness: TestWitness;
beforeEach(async () => {
  witness = await makeWitness();
});
afterEach(() => witness[Symbol.asyncDispose]());

const statusOf = async (body: string) => (await witness.post(body)).status;
const evidenceFolder = () => join(witness.state, "evidence");

async function status(): Promise<{ code: number | null; rows: JsonLine[] }> {
  const words = ["--json", "witness", "status", "--state", witness.state];
  const { code, out } = await witness.shell.run(words);
  return { code, rows: jsonLines(out) };
}

describe("a log that forks", () => {
  test("is not cosigned, and the evidence is kept through kill -9", async () => {
    let running = await witness.start();
    expect(await statusOf(honest.request(0, 300))).toBe(200);

    expect(await witness.post(forked.request(0, 300))).toMatchObject({
      status: 409,
      body: "300\n",
    });
    await running.says(`FORK: ${origin} has signed two different trees of size 300`);
    expect(await statusOf(forked.request(300, 300))).toBe(409);
    expect(await statusOf(forked.request(300, 400))).toBe(422);
    await running.says("NOT PROVEN, MAYBE A FORK");
    running.kill("SIGKILL");
    await running.ended;

    running = await witness.start();
    expect(await statusOf(forked.request(300, 300))).toBe(409);
    expect(await statusOf(forked.request(300, 400))).toBe(422);
    const { code, rows } = await status();
    expect(code).toBe(5);
    expect(rows).toMatchObject([
      {
        size: 300,
        evidence: [
          { kind: "fork", size: 300 },
          { kind: "unproven", size: 400 },
        ],
      },
    ]);
    // The pair of files convinces whoever knows the log's key.
    const [fork] = rows[0]!["evidence"] as { file: string }[];
    expect(await readFile(fork!.file, "utf8")).toBe(formatNote(forked.checkpoint(300)));
    const opened = async (file: string) =>
      openCheckpoint(await readFile(file), policy(0)).checkpoint;
    expect(await opened(fork!.file)).toMatchObject(forked.head(300));
    const cosigned = fork!.file.replace(/checkpoint$/, "cosigned");
    expect(await opened(cosigned)).toMatchObject(honest.head(300));
    // It goes on with the tree that it knows.
    expect(await statusOf(honest.request(300, 500))).toBe(200);
  });

  test("a true checkpoint with a wrong proof is kept until it is proven; the same is kept once", async () => {
    const running = await witness.start();
    await witness.post(honest.request(0, 300));
    const wrong = formatAddCheckpoint(300, forked.proof(300, 400), honest.checkpoint(400));
    for (let i = 0; i < 3; i++) expect(await statusOf(wrong)).toBe(422);
    expect((await readdir(evidenceFolder())).sort()).toEqual([
      expect.stringMatching(/checkpoint$/),
      expect.stringMatching(/cosigned$/),
      expect.stringMatching(/request$/),
    ]);
    expect(await statusOf(honest.request(300, 400))).toBe(200);
    await running.says("Proven now");
    expect(await readdir(evidenceFolder())).toEqual([]);
    expect(await status()).toMatchObject({ code: 0, rows: [{ size: 400, evidence: [] }] });
  });

  test("no more of it is kept than a hundred of each kind", async () => {
    await witness.start();
    await witness.post(honest.request(0, 300));
    for (let size = 301; size <= 420; size++)
      await witness.post(formatAddCheckpoint(300, [], honest.checkpoint(size)));
    expect(await statusOf(forked.request(0, 300))).toBe(409);
    const names = await readdir(evidenceFolder());
    const kept = names.filter((name) => name.endsWith(".checkpoint"));
    expect(kept.filter((name) => name.includes("-unproven-"))).toHaveLength(100);
    expect(kept.filter((name) => name.includes("-fork-"))).toHaveLength(1);
  });
});
