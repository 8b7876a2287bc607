import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const DEBIAN = "/usr/bin/chromium";

export interface ChromiumOptions {
  /** The setting TALANOA_CHROMIUM: the path of a browser to use, and no other. */
  readonly fromEnv: string | undefined;
  /** Told what takes time, in a sentence for the person at the terminal. */
  readonly report: (line: string) => void;
}

/**
 * The path of a Chromium: the one named by the setting, Debian's, or Debian's installed now, where this process may do
 * that. Otherwise a sentence, as `fault`, that says why there is none.
 */
export async function findChromium({
  fromEnv,
  report,
}: ChromiumOptions): Promise<{ path: string } | { fault: string }> {
  if (fromEnv) {
    if (await runs(fromEnv)) return { path: fromEnv };
    return { fault: `TALANOA_CHROMIUM names ${fromEnv}, which is no program that runs here.` };
  }
  if (await runs(DEBIAN)) return { path: DEBIAN };
  const fault = await install(report);
  if (fault === undefined && (await runs(DEBIAN))) return { path: DEBIAN };
  return {
    fault: `there is no ${DEBIAN}${fault ? `, and ${fault}` : ""}. Install Debian's package chromium, or set TALANOA_CHROMIUM to a browser's path.`,
  };
}

/** Why Debian's package could not be installed; undefined when it was. */
async function install(report: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "only root can install it";
  report("Installing Debian's chromium (about 100 MB, once for this machine) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update", "-q"], { env, timeout: 120_000 });
    const packages = ["chromium"];
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {
      env,
      timeout: 300_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const said =
      stderr?.split("\n").find((line) => line.startsWith("E:")) ?? message.split("\n")[0];
    return `it could not be installed (${said})`;
  }
}

async function runs(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
