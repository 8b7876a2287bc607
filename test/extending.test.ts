import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
/** Where the console has a word for each field, label and rule. */
const CONSOLE = [
  "pages/publish/form",
  "pages/notice",
  ...["field-name", "field-words", "option-words", "rule-words", "violation-words"].map(
    (name) => `words/${name}`,
  ),
].map((place) => `services/console/web/${place}`);
const guide = readFileSync(join(root, "docs/extending.md"), "utf8");

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "talanoa-extending-"));
  copyTheTree(copy);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** The text of the guide under a heading. */
function chapter(heading: string): string {
  const [, text] = guide.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`the guide has no chapter "${heading}"`);
  return text.split("\n## ")[0] ?? "";
}

function patchesIn(text: string): string[] {
  return [...text.matchAll(/```diff\n(.*?)```\n/gs)].map(([, patch = ""]) => patch);
}

/** The files that the table of a chapter lists. */
function filesListed(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file = ""]) => file);
}

/** The tests that a patch adds. */
function testsAdded(patch: string): string[] {
  return [...patch.matchAll(/^\+\+\+ b\/(.*\.test\.ts)$/gm)].map(([, file = ""]) => file);
}

test("a kind and a rule are added as the guide says, and the compiler names each missing place", async () => {
  const kind = chapter("A kind with a section of its own");
  const [contract, rows, ...more] = patchesIn(kind);
  const [rule, ...others] = patchesIn(chapter("A routing rule"));
  if (!contract || !rows || !rule) throw new Error("the guide lacks a patch");
  expect([more, others]).toEqual([[], []]);

  await apply(contract);
  await run("node", ["packages/contract/generate.mjs"]);
  const incomplete = await compiled();
  expect(incomplete.ok).toBe(false);
  const missing = incomplete.output.matchAll(/^(\S+)\(\d+,\d+\): error .* is missing in type/gm);
  const named = new Set([...missing].map(([, file = ""]) => file));
  expect([...named].sort()).toEqual(filesListed(kind).sort());

  await apply(rows);
  await apply(rule);
  expect(await compiled()).toEqual({ ok: true, output: "" });

  const added = [...testsAdded(rows), ...testsAdded(rule)];
  expect(added).toHaveLength(2);
  const tests = await run("vitest", [
    "run",
    ...added,
    "packages/sharing/notice",
    ...CONSOLE,
    "--no-isolate",
  ]);
  expect(tests.ok ? "" : tests.output).toBe("");
  for (const file of added) expect(tests.output).toContain(file);
}, 300_000);

/** What the compiler says of the services and packages, and of the console's pages. */
async function compiled(): Promise<{ ok: boolean; output: string }> {
  const [services, pages] = await Promise.all([
    run("tsc", ["--noEmit"]),
    run("tsc", ["--noEmit", "-p", "services/console/web"]),
  ]);
  return { ok: services.ok && pages.ok, output: `${services.output}${pages.output}` };
}

/** What the guide's reader has before them; installed packages are linked, the workspaces are the copy's own. */
function copyTheTree(target: string): void {
  const parts = ["packages", "services", "proto", "docs", "package.json", "tsconfig.json"];
  for (const part of [...parts, "vitest.config.ts"]) {
    cpSync(join(root, part), join(target, part), {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
  }
  link("node_modules", target);
  const workspaces = ["packages", "services"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  for (const workspace of workspaces) {
    const installed = join(workspace, "node_modules");
    if (existsSync(join(root, installed)))
      symlinkSync(join(root, installed), join(target, installed));
  }
}

/** Links each installed package on its own, so that the workspaces' links lead into the copy. */
function link(folder: string, target: string): void {
  mkdirSync(join(target, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder))) {
    if (name.startsWith(".v")) continue;
    if (name === "@talanoa") {
      cpSync(join(root, folder, name), join(target, folder, name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    } else symlinkSync(join(root, folder, name), join(target, folder, name));
  }
}

/** Fails when the patch does not fit any more: then the guide is to be mended. */
async function apply(patch: string): Promise<void> {
  const file = join(copy, "guide.diff");
  await writeFile(file, patch);
  expect(await run("git", ["apply", file])).toEqual({ ok: true, output: "" });
}

/** Runs a program in the copy as its reader would; what it said on both outputs. */
async function run(command: string, args: readonly string[]) {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const env = {
    ...process.env,
    PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    // The copy is no repository, whatever folder it stands in.
    GIT_CEILING_DIRECTORIES: dirname(copy),
    NO_COLOR: "1",
  };
  const done = (error: ExecFileException | null, out: string, err: string) =>
    resolve({ ok: error === null, output: out + err });
  execFile(command, args, { cwd: copy, env, maxBuffer: 64 * 1024 * 1024 }, done);
  return promise;
}
