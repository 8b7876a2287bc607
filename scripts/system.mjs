import { statfsSync } from "node:fs";
import { SetupError } from "./setup-error.mjs";

// The packages take 600 MB; the database and the broker start with some 100 MB.
const neededMegabytes = 900;

/**
 * Throws a `SetupError` when this machine cannot run the embedded hub.
 *
 * @param {string} root
 */
export function checkSystem(root) {
  const { platform, arch } = process;
  if (!["linux", "darwin"].includes(platform) || !["x64", "arm64"].includes(arch)) {
    throw new SetupError(
      `Talanoa runs on Linux and macOS, x64 and arm64; this is ${platform} on ${arch}.${platform === "win32" ? " On Windows use WSL 2." : ""}`,
    );
  }
  // Without this the report looks up the names of network addresses.
  process.report.excludeNetwork = true;
  if (platform === "linux" && process.report.getReport().header.glibcVersionRuntime === undefined) {
    throw new SetupError(
      "Talanoa's PostgreSQL and Node need the GNU C library; this Linux has another (Alpine and others with musl).",
    );
  }
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) {
    throw new SetupError(
      `Talanoa needs Node 20 or later to set itself up; this is ${process.version}.`,
    );
  }
  const { bavail, bsize } = statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < neededMegabytes) {
    throw new SetupError(
      `The disk has ${free} MB left at ${root}; Talanoa needs ${neededMegabytes} MB.`,
    );
  }
}
