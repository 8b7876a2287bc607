import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepInCache } from "./cached-download.ts";

const run = promisify(execFile);
// The version with which everything was measured.
const version = "v2.15.1";
const releases = "https://github.com/nats-io/nats-server/releases/download";

/**
 * Fetches the project's own release for this system and checks it against the release's SHA256SUMS. Fails within
 * seconds when the site cannot be reached.
 */
export function fromRelease(options: {
  cacheDir: string;
  releaseUrl?: string | undefined;
}): Promise<string> {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  if (!arch || !["linux", "darwin"].includes(process.platform)) {
    return Promise.reject(new Error(`there is none for ${process.platform} on ${process.arch}`));
  }
  const folder = `${options.releaseUrl ?? releases}/${version}`;
  const name = `nats-server-${version}-${process.platform}-${arch}`;
  return keepInCache(options.cacheDir, async (work) => {
    const sums = (await download(`${folder}/SHA256SUMS`, 5000)).toString();
    const expected = sums
      .split("\n")
      .map((line) => line.trim().split(/\s+\*?/))
      .find(([, file]) => file === `${name}.tar.gz`)?.[0];
    if (!expected) throw new Error(`SHA256SUMS does not name ${name}.tar.gz`);
    const archive = await download(`${folder}/${name}.tar.gz`, 120_000);
    const actual = createHash("sha256").update(archive).digest("hex");
    if (actual !== expected.toLowerCase())
      throw new Error(`${name}.tar.gz does not match its SHA-256 sum; not used`);
    const file = join(work, "release.tar.gz");
    await writeFile(file, archive);
    await run("tar", ["-xzf", file, "-C", work]);
    return join(work, name, "nats-server");
  });
}

async function download(url: string, within: number): Promise<Buffer> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(within) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(
      `${url} cannot be fetched (${cause instanceof Error ? cause.message : message})`,
      { cause: error },
    );
  }
}
