import { copyFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonLines } from "./support/cli.ts";
import { forked, honest, makeWitness, type TestWitness } from "./support/witness.ts";

let witness: TestWitness;
beforeEach(async () => {
  witness = await makeWitness();
});
afterEach(() => witness[Symbol.asyncDispose]());

const statusOf = async (body: string) => (await witness.post(body)).status;

/** The only file of the state folder that has a state in it, and its copy beside the key. */
async function stateFiles(): Promise<{ own: string; copy: string }> {
  const name = (await readdir(witness.state)).find((each) => each.endsWith(".json"))!;
  return { own: join(witness.state, name), copy: join(`${witness.keyFile}.cosigned`, name) };
}

describe("what a witness does not start with", () => {
  async function refused(): Promise<string> {
    const { code, out, err } = await witness.shell.run(witness.words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    return err;
  }

  beforeEach(async () => {
    const running = await witness.start();
    await witness.post(honest.request(0, 300));
    const { own } = await stateFiles();
    await copyFile(own, `${own}.old`);
    await witness.post(honest.request(300, 400));
    running.kill("SIGTERM");
    await running.ended;
  });

  test("a damaged state: cut short, or with a byte changed", async () => {
    const { own, copy } = await stateFiles();
    const right = await readFile(own, "utf8");
    const damaged = ["", right.slice(0, -30), right.replace("400", "300"), `${right} `.repeat(2)];
    for (const text of damaged) {
      await writeFile(own, text);
      const err = await refused();
      expect(err).toContain(`${own} is damaged`);
      expect(err).toContain(`cp ${copy} ${own}`);
      const words = ["--json", "witness", "status", "--state", witness.state];
      const { code, out } = await witness.shell.run(words);
      expect([code, ...jsonLines(out)]).toMatchObject([5, { size: null }]);
    }
    await copyFile(copy, own);
    await witness.start();
    expect(await statusOf(honest.request(400, 500))).toBe(200);
  });

  test("a damaged copy", async () => {
    const { own, copy } = await stateFiles();
    await writeFile(copy, "{}");
    expect(await refused()).toContain(`${copy} is damaged`);
    await writeFile(own, "{}");
    expect(await refused()).toContain(`${copy} is damaged`);
  });

  test("a state that has gone back, and a folder begun anew with a key that has cosigned", async () => {
    const { own, copy } = await stateFiles();
    await copyFile(`${own}.old`, own);
    expect(await refused()).toContain("has gone back: it says size 300");
    await rm(witness.state, { recursive: true });
    const err = await refused();
    expect(err).toContain("is not there, and this key has cosigned");
    await mkdir(witness.state, { recursive: true });
    await copyFile(copy, own);
    await witness.start();
    expect(await statusOf(forked.request(400, 400))).toBe(409);
    expect(await statusOf(honest.request(400, 500))).toBe(200);
  });

  test("a state folder or a key that another witness runs with", async () => {
    await witness.start();
    expect(await refused()).toContain(`another witness runs with the state folder`);
    const other = [...witness.words, "--state", join(witness.shell.folder, "other")];
    const { code, err } = await witness.shell.run(other);
    expect([code, err]).toEqual([2, expect.stringContaining("another witness runs with the key")]);
    expect(err).toContain(witness.url);
  });

  test("a state that is put back under a running witness stops it before it cosigns", async () => {
    const { own } = await stateFiles();
    const running = await witness.start();
    await copyFile(`${own}.old`, own);
    expect(await statusOf(honest.request(400, 500))).toBe(500);
    const { code, err } = await running.ended;
    expect([code, err]).toEqual([2, expect.stringContaining("was changed by something else")]);
    expect(await refused()).toContain("has gone back");
  });
});

test("a witness that starts takes away the copy of its key that a killed `witness key` left beside it", async () => {
  const { keyFile } = witness;
  const copy = `.${basename(keyFile)}.4711.0a1b2c3d.tmp`;
  await link(keyFile, join(dirname(keyFile), copy));
  await witness.start();
  const names = await readdir(dirname(keyFile));
  expect(names).toContain(basename(keyFile));
  expect(names).not.toContain(copy);
});
