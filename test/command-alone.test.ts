import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { runningStack } from "@talanoa/devstack/running-stack.ts";
import { expect, test } from "vitest";

const program = join(import.meta.dirname, "..", "packages", "cli", "talanoa.mjs");

/** The processes that a hub on a folder noted and that still run. */
async function running(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, "run", "processes");
  const names = await readdir(folder).catch(() => []);
  const alive = await Promise.all(
    names.map(async (name) => {
      const { pid } = JSON.parse(await readFile(join(folder, name), "utf8")) as { pid: number };
      try {
        process.kill(pid, 0);
        return [name];
      } catch {
        return [];
      }
    }),
  );
  return alive.flat();
}

test("a command that finds no hub starts the embedded one, says so, and leaves nothing running", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "talanoa-alone-"));
  await using _ = { [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }) };
  const dataDir = join(cwd, ".talanoa");
  const { TALANOA_IDENTITIES: _identities, TALANOA_AS: _as, ...env } = process.env;
  for (const time of ["first", "second"]) {
    const child = spawn(process.execPath, [program, "--as", "fj-liaison", "--json", "list"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close") as Promise<[number | null]>,
    ]);
    expect({ time, code, out, err }).toMatchObject({ code: 0, out: "" });
    expect(err).toContain(`No hub runs here: starting the embedded one on ${dataDir}`);
    expect(await running(dataDir)).toEqual([]);
    expect(runningStack(dataDir)).toBeUndefined();
  }
}, 300_000);
