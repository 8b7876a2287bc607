import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { StartupError } from "./startup-error.ts";

/** The system account under which a server runs that refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for PostgreSQL: undefined when this process is not root and the server simply runs as we do. `nobody`
 * exists on every Unix system and owns nothing; an account `postgres` may own a real database on this machine.
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readFile("/etc/passwd", "utf8");
  for (const name of ["nobody", "daemon"]) {
    const fields = accounts
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.split(":");
    // macOS writes nobody's id as -2.
    if (fields) return { uid: Number(fields[2]) >>> 0, gid: Number(fields[3]) >>> 0 };
  }
  throw new StartupError(
    'PostgreSQL does not run as root and this system has no account "nobody" or "daemon" to run it under. Start Talanoa as an ordinary user.',
  );
}

/** Whether the account may go through every folder above `path`, so that it can reach what it owns there. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
