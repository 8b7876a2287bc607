import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ownNode = pathToFileURL(join(import.meta.dirname, "own-node.mjs")).href;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-own-node-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What comes of a script that is called under another Node, or under the one that is here. */
async function called(script: string, { as }: { as: "another" | "own" }) {
  const file = join(folder, "script.mjs");
  await writeFile(file, script);
  const entry = `${as === "another" ? 'process.execPath = "/old/node";' : ""}
    const { runUnderOwnNode } = await import(${JSON.stringify(ownNode)});
    process.exitCode = await runUnderOwnNode(${JSON.stringify(file)}, 24);`;
  const first = join(folder, "first.mjs");
  await writeFile(first, entry);
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [first, "list", "--json"], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

test("under another Node the command runs again under its own, with its arguments and exit status", async () => {
  const script = "console.log(process.argv.slice(2).join()); process.exitCode = 75;";
  const { code, out } = await called(script, { as: "another" });
  expect({ code, out }).toEqual({ code: 75, out: "list,--json\n" });
  const killed = await called('process.kill(process.pid, "SIGKILL");', { as: "another" });
  expect(killed.code).toBe(137);
});

test("where its own is too old it says what to do, and does not run for ever", async () => {
  const { code, out, err } = await called("", { as: "own" });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("Run npm ci in ");
});
