import { randomBytes, randomUUID } from "node:crypto";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeSecret } from "./kept-file.ts";
import { spawnOwned } from "./owned-process.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { Account } from "./server-account.ts";
import { StartupError } from "./startup-error.ts";

/** The role that owns everything in an embedded cluster. */
export const superuser = "talanoa";

// The server needs nothing of our environment. Without a locale macOS loads frameworks that break its start.
export const serverEnvironment = { LC_ALL: "C", TZ: "UTC" };

/** The password of the cluster, made once and kept in a file that only we can read. */
export async function keptPassword(dir: string): Promise<string> {
  const file = join(dir, "password");
  const known = await readFile(file, "utf8").catch(() => "");
  if (known !== "") return known;
  const password = randomBytes(24).toString("base64url");
  await writeSecret(file, password);
  return password;
}

/** Creates the cluster at `data`, in one step: one that is there is whole. Throws a `StartupError`. */
export async function createCluster(
  binaries: PostgresBinaries,
  data: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  const aside = `${data}.${randomUUID()}`;
  const passwordFile = `${aside}.password`;
  try {
    await mkdir(aside, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account)
      await Promise.all([aside, passwordFile].map((path) => chown(path, account.uid, account.gid)));
    let output = "";
    const initdb = await spawnOwned({
      command: binaries.initdb,
      args: [
        `--pgdata=${aside}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      cwd: "/",
      env: serverEnvironment,
      ...account,
      output: (chunk) => (output += chunk.toString()),
      whenWeDie: "SIGTERM",
    });
    const { code, signal } = await initdb.exited;
    if (code !== 0) {
      if (/no space left on device/i.test(output)) {
        throw new StartupError(`The disk is full: the database needs space at ${data}.`);
      }
      throw new StartupError(
        `The database could not be created: initdb ended with ${signal ?? `status ${code}`}.\n${output.trim().slice(-1500)}`,
      );
    }
    await rename(aside, data);
  } finally {
    await Promise.all(
      [aside, passwordFile].map((path) => rm(path, { recursive: true, force: true })),
    );
  }
}
