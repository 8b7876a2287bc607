import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findNatsServer } from "./find-nats-server.ts";
import { fromRelease } from "./nats-from-release.ts";
import { compareVersions, isRecentEnough, natsVersion } from "./nats-version.ts";

let binary: string;
let version: string;
let dir: string;
let cacheDir: string;
beforeAll(async () => {
  binary = await findNatsServer();
  version = (await natsVersion(binary))!;
});
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "talanoa-find-"));
  cacheDir = join(dir, "cache");
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("versions are compared by their numbers, and 2.12 is the oldest that will do", () => {
  expect(
    ["2.9.10", "2.11.99", "2.12.0", "2.15.1", "2.12.0-RC.1", "3.0.0"].map(isRecentEnough),
  ).toEqual([false, false, true, true, true, true]);
  expect(compareVersions("2.9.2", "2.10.0")).toBeLessThan(0);
});

test("an installed server is taken when it is recent enough, and passed over when it is not", async () => {
  const old = join(dir, "old");
  const recent = join(dir, "recent");
  await installed(old, "#!/bin/sh\necho nats-server: v2.9.10\n");
  await mkdir(recent);
  await copyFile(binary, join(recent, "nats-server"));
  const searchPath = `${join(dir, "absent")}:${old}:${recent}`;
  expect(await findNatsServer({ searchPath, cacheDir })).toBe(join(recent, "nats-server"));
});

test("NATS_SERVER_BIN is taken or refused, never replaced", async () => {
  expect(await findNatsServer({ fromEnv: binary, cacheDir })).toBe(binary);
  const old = await installed(join(dir, "old"), "#!/bin/sh\necho nats-server: v2.9.10\n");
  await expect(findNatsServer({ fromEnv: old, cacheDir })).rejects.toThrow(
    "NATS_SERVER_BIN names nats-server 2.9.10; Talanoa needs 2.12 or later.",
  );
  await expect(findNatsServer({ fromEnv: "/bin/true", cacheDir })).rejects.toThrow(
    "NATS_SERVER_BIN names /bin/true, which is not a nats-server that runs here.",
  );
});

test("a release that matches its sum is fetched once, also by several at the same time, and found again", async () => {
  await using site = await releaseSite();
  const fetched = await Promise.all(
    [1, 2, 3].map(() => fromRelease({ cacheDir, releaseUrl: site.url })),
  );
  const kept = join(
    cacheDir,
    `nats-server-${version}-${process.platform}-${process.arch}`,
    "nats-server",
  );
  expect(fetched).toEqual([kept, kept, kept]);
  expect(await natsVersion(kept)).toBe(version);
  expect(await readdir(cacheDir)).toHaveLength(1);
  const requests = site.requests.length;
  expect(await findNatsServer({ cacheDir, releaseUrl: site.url })).toBe(kept);
  expect(site.requests).toHaveLength(requests);
});

test("a release that does not match its sum, or is not there, leaves nothing behind", async () => {
  await using site = await releaseSite({ sum: "0".repeat(64) });
  await expect(fromRelease({ cacheDir, releaseUrl: site.url })).rejects.toThrow(
    /does not match its SHA-256 sum; not used/,
  );
  expect(await readdir(cacheDir)).toEqual([]);
  await expect(fromRelease({ cacheDir, releaseUrl: `${site.url}/absent` })).rejects.toThrow(
    /cannot be fetched \(status 404\)/,
  );
  await expect(fromRelease({ cacheDir, releaseUrl: "http://127.0.0.1:19999" })).rejects.toThrow(
    /cannot be fetched \(connect ECONNREFUSED/,
  );
  expect(await readdir(cacheDir)).toEqual([]);
});

test("what a killed fetch left is cleared away, what another fetches now is not", async () => {
  await mkdir(join(cacheDir, "fetching-long-ago"), { recursive: true });
  await mkdir(join(cacheDir, "fetching-now"));
  await utimes(join(cacheDir, "fetching-long-ago"), 0, 0);
  await using site = await releaseSite();
  await fromRelease({ cacheDir, releaseUrl: site.url });
  expect((await readdir(cacheDir)).filter((name) => name.startsWith("fetching-"))).toEqual([
    "fetching-now",
  ]);
});

test("a site that takes the connection and says nothing is given up in seconds", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const started = performance.now();
  await expect(fromRelease({ cacheDir, releaseUrl: `http://127.0.0.1:${port}` })).rejects.toThrow(
    /cannot be fetched/,
  );
  expect(performance.now() - started).toBeLessThan(60_000);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

async function installed(folder: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "nats-server");
  await writeFile(file, script);
  await chmod(file, 0o755);
  return file;
}

/** A release site with one release: the real server, packed as the project packs it. */
async function releaseSite(
  wrong: { sum?: string } = {},
): Promise<{ url: string; requests: string[] } & AsyncDisposable> {
  const arch = process.arch === "x64" ? "amd64" : "arm64";
  const name = `nats-server-v2.15.1-${process.platform}-${arch}`;
  await mkdir(join(dir, "site", name), { recursive: true });
  await copyFile(binary, join(dir, "site", name, "nats-server"));
  const archive = join(dir, "site", `${name}.tar.gz`);
  await promisify(execFile)("tar", ["-czf", archive, "-C", join(dir, "site"), name]);
  const content = await readFile(archive);
  const sum = wrong.sum ?? createHash("sha256").update(content).digest("hex");
  const files: Record<string, Buffer> = {
    "/v2.15.1/SHA256SUMS": Buffer.from(`${"1".repeat(64)}  other.zip\n${sum}  ${name}.tar.gz\n`),
    [`/v2.15.1/${name}.tar.gz`]: content,
  };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url!);
    const file = files[request.url!];
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
