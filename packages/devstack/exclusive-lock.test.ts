import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, { writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockHolder, takeLock } from "./exclusive-lock.mjs";
import { processIdentity } from "./process-identity.mjs";

const taker = join(import.meta.dirname, "test-fixtures", "take-lock.ts");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-lock-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  return rm(folder, { recursive: true, force: true });
});

test("a second taker is told who holds the lock and what it noted", () => {
  const first = takeLock(folder, { address: "127.0.0.1:1" });
  expect(first.held).toBe(true);
  expect(takeLock(folder, {})).toMatchObject({
    held: false,
    holder: { pid: process.pid, note: { address: "127.0.0.1:1" } },
  });
  if (first.held) {
    first.update({ address: "127.0.0.1:2" });
    expect(lockHolder(folder)).toMatchObject({ note: { address: "127.0.0.1:2" } });
    first.release();
  }
  expect(lockHolder(folder)).toBeUndefined();
  expect(takeLock(folder, {}).held).toBe(true);
});

test("the lock of a process that was killed is free at once", async () => {
  const child = spawn(process.execPath, [taker, folder, join(folder, "diary"), "60000"]);
  await once(child.stdout, "data");
  expect(takeLock(folder, {})).toMatchObject({ held: false, holder: { pid: child.pid } });
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(takeLock(folder, {}).held).toBe(true);
});

test("another process that got the pid of a dead holder does not hold the lock", async () => {
  const note = JSON.stringify({ pid: process.pid, identity: "started at another time", note: {} });
  await writeFile(join(folder, "lock.7"), note);
  expect(lockHolder(folder)).toBeUndefined();
  expect(takeLock(folder, {}).held).toBe(true);
});

test("a lock file that a power failure left empty holds nothing", async () => {
  await writeFile(join(folder, "lock.3"), "");
  expect(takeLock(folder, {}).held).toBe(true);
});

test("the lock is taken and told of where there are no hard links", () => {
  vi.spyOn(fs, "linkSync").mockImplementation(() => {
    throw Object.assign(new Error("EPERM: no link"), { code: "EPERM" });
  });
  syncBuiltinESMExports();
  const lock = takeLock(folder, {});
  expect(takeLock(folder, {})).toMatchObject({ held: false, holder: { pid: process.pid } });
  if (lock.held) lock.release();
  expect(lockHolder(folder)).toBeUndefined();
});

test("a taker clears what is stale, and not what another places while it looks", async () => {
  const stale = JSON.stringify({ pid: 999_999, identity: "gone", note: {} });
  await writeFile(join(folder, "lock.1"), stale);
  const { readFileSync } = fs;
  let looks = 0;
  const reading = (path: string, options: "utf8") => {
    // First it looks before it places its own, then after.
    if (path === join(folder, "lock.1") && ++looks === 2)
      writeFileSync(join(folder, "lock.7"), "another's");
    return readFileSync(path, options);
  };
  vi.spyOn(fs, "readFileSync").mockImplementation(reading as typeof readFileSync);
  syncBuiltinESMExports();
  expect(takeLock(folder, {}).held).toBe(true);
  const names = await readdir(folder);
  expect(names).toContain("lock.7");
  expect(names).not.toContain("lock.1");
});

test("of many takers that meet a stale lock, one at a time holds it", async () => {
  await writeFile(
    join(folder, "lock.1"),
    JSON.stringify({ pid: 999_999, identity: "gone", note: {} }),
  );
  const diary = join(folder, "diary");
  const takers = Array.from({ length: 10 }, () =>
    spawn(process.execPath, [taker, folder, diary, "5"], {
      stdio: ["ignore", "ignore", "inherit"],
    }),
  );
  await Promise.all(takers.map((child) => once(child, "exit")));
  const lines = (await readFile(diary, "utf8")).trim().split("\n");
  expect(lines).toHaveLength(20);
  for (let i = 0; i < lines.length; i += 2) {
    expect([lines[i]!.split(" ")[0], lines[i + 1]!.split(" ")[0]]).toEqual(["in", "out"]);
    expect(lines[i]!.split(" ")[1]).toBe(lines[i + 1]!.split(" ")[1]);
  }
});

test("a process has one identity while it runs and none after it has ended", async () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  const child = spawn("sleep", ["30"]);
  await once(child, "spawn");
  const identity = processIdentity(child.pid!);
  expect(identity).toBeTruthy();
  expect(identity).not.toBe(processIdentity(process.pid));
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(processIdentity(child.pid!)).toBeUndefined();
});
