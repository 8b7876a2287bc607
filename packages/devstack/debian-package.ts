import { execFile } from "node:child_process";
import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Fetches a package of Debian's suite `sid` with apt's own client, which checks the archive's signature, from the
 * mirror that this system already uses. Its lists are kept apart from the system's; nothing is installed; root is not
 * needed. Fit for programs that need nothing but a libc of 2021 or later.
 *
 * @param work an empty folder, for all that this needs
 * @returns the folder in it with the package's files, as they would lie under `/`
 */
export async function debianPackage(name: string, work: string): Promise<string> {
  const mirrors = await debianMirrors();
  if (mirrors.length === 0) throw new Error("this system has no apt with a Debian mirror");
  const keyring = await firstOf([
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
  ]);
  if (!keyring)
    throw new Error("the keys of the Debian archive are not installed (debian-archive-keyring)");
  let failure: unknown;
  for (const mirror of mirrors) {
    try {
      return await packageFrom(mirror, { name, keyring, work });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function packageFrom(
  mirror: string,
  { name, keyring, work }: { name: string; keyring: string; work: string },
): Promise<string> {
  const state = join(work, "apt");
  for (const folder of ["lists/partial", "cache/archives/partial", "package"]) {
    await mkdir(join(state, folder), { recursive: true });
  }
  const sources = join(state, "sources.list");
  await writeFile(sources, `deb [signed-by=${keyring}] ${mirror} sid main\n`);
  const settings = join(state, "apt.conf");
  await writeFile(
    settings,
    [
      `Dir::State::Lists "${state}/lists";`,
      `Dir::Cache "${state}/cache";`,
      `Dir::Etc::sourcelist "${sources}";`,
      'Dir::Etc::sourceparts "/dev/null";',
      'Acquire::Languages "none";',
      'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
      'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";',
      'Acquire::http::Timeout "20";',
      'Acquire::https::Timeout "20";',
      'Acquire::Retries "1";',
      // Root's apt would become _apt, which cannot reach a cache in root's home.
      'APT::Sandbox::User "root";',
      // Other programs' hooks are about the system's lists, not ours.
      "#clear APT::Update::Pre-Invoke;",
      "#clear APT::Update::Post-Invoke;",
      "#clear APT::Update::Post-Invoke-Success;",
      "",
    ].join("\n"),
  );
  const apt = (...args: string[]): Promise<unknown> =>
    run("apt-get", [...args, "-c", settings, "-q", "-o", "APT::Update::Error-Mode=any"], {
      cwd: join(state, "package"),
      timeout: 180_000,
    }).catch((error: Error & { stderr?: string }) => {
      const said = error.stderr?.split("\n").find((line) => line.startsWith("E:"));
      throw new Error(`apt-get ${args[0]}: ${said ?? error.message}`, { cause: error });
    });
  await apt("update");
  await apt("download", name);
  const file = (await readdir(join(state, "package"))).find((name) => name.endsWith(".deb"));
  if (!file) throw new Error("apt-get download left no package");
  const unpacked = join(work, "unpacked");
  await run("dpkg-deb", ["-x", join(state, "package", file), unpacked]);
  return unpacked;
}

/** The Debian mirrors in this system's apt configuration, likeliest first. */
async function debianMirrors(): Promise<string[]> {
  const { stdout } = await run(
    "apt-get",
    ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
    {
      timeout: 20_000,
    },
  ).catch(() => ({ stdout: "" }));
  const all = [...new Set(stdout.split("\n").filter((uri) => /^\w+:\/\//.test(uri)))];
  return all.filter((uri) => /\/debian\/?$/.test(uri));
}

/** The first of these that is there. */
export async function firstOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
