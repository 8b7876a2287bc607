import { mkdir, readdir } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { defaultCacheDir } from "./cache-folder.ts";
import { fromDebianArchive } from "./nats-from-debian.ts";
import { fromRelease } from "./nats-from-release.ts";
import { natsVersion, isRecentEnough, compareVersions, oldestVersion } from "./nats-version.ts";
import { readable, StartupError } from "./startup-error.ts";

export interface FindOptions {
  /** Folder in which a downloaded server is kept, shared by all checkouts of one person; see `defaultCacheDir`. */
  readonly cacheDir?: string;
  /** The setting NATS_SERVER_BIN: the path of a server to use, and no other. */
  readonly fromEnv?: string | undefined;
  /** The setting PATH, to look for an installed server. */
  readonly searchPath?: string | undefined;
  /** Told what takes time, in a sentence for the person at the terminal. */
  readonly report?: (line: string) => void;
  /** Where releases are, for tests and mirrors. */
  readonly releaseUrl?: string;
}

/**
 * The path of a nats-server of version 2.12 or later: the one named by the setting, an installed one, one fetched
 * earlier, the project's release, or the package of the Debian archive. Throws a `StartupError` that says what was
 * tried when there is none.
 */
export async function findNatsServer(options: FindOptions = {}): Promise<string> {
  if (options.fromEnv) return theOneNamed(options.fromEnv);
  const tried: string[] = [];

  for (const folder of (options.searchPath ?? "").split(delimiter).filter(Boolean)) {
    const file = join(folder, "nats-server");
    const version = await natsVersion(file);
    if (version && isRecentEnough(version)) return file;
    if (version) tried.push(`${file} is version ${version}`);
  }

  const cacheDir = resolve(options.cacheDir ?? defaultCacheDir());
  const kept = await newestKept(cacheDir);
  if (kept) return kept;

  const report = options.report ?? (() => {});
  report(
    `Fetching the broker, nats-server ${oldestVersion} or later (about 6 MB, once for this machine) …`,
  );
  for (const [source, fetch] of [
    ["the release", () => fromRelease({ cacheDir, releaseUrl: options.releaseUrl })],
    ["the Debian archive", () => fromDebianArchive({ cacheDir })],
  ] as const) {
    try {
      await mkdir(cacheDir, { recursive: true });
      const file = await fetch();
      report(`Fetched nats-server ${await natsVersion(file)} from ${source}.`);
      return file;
    } catch (error) {
      const meant = readable(error, "fetching nats-server");
      if (meant !== error) throw meant;
      if (/no space left on device/i.test((error as Error).message)) {
        throw new StartupError(
          `The disk is full: fetching nats-server needs space at ${cacheDir}.`,
          {
            cause: error,
          },
        );
      }
      tried.push(`${source}: ${(error as Error).message}`);
    }
  }
  throw new StartupError(
    `No nats-server ${oldestVersion} or later was found, and none could be fetched.\n` +
      tried.map((line) => `  - ${line}\n`).join("") +
      "Install one (https://nats.io/download) so that it is on the PATH, or set NATS_SERVER_BIN to its path.",
  );
}

async function theOneNamed(file: string): Promise<string> {
  const version = await natsVersion(file);
  if (!version)
    throw new StartupError(
      `NATS_SERVER_BIN names ${file}, which is not a nats-server that runs here.`,
    );
  if (!isRecentEnough(version)) {
    throw new StartupError(
      `NATS_SERVER_BIN names nats-server ${version}; Talanoa needs ${oldestVersion} or later.`,
    );
  }
  return file;
}

async function newestKept(cacheDir: string): Promise<string | undefined> {
  const found: { file: string; version: string }[] = [];
  for (const name of await readdir(cacheDir).catch(() => [])) {
    // Folders that are still being written have another beginning.
    if (!name.startsWith("nats-server-")) continue;
    const file = join(cacheDir, name, "nats-server");
    const version = await natsVersion(file);
    if (version && isRecentEnough(version)) found.push({ file, version });
  }
  return found.toSorted((a, b) => compareVersions(b.version, a.version))[0]?.file;
}
