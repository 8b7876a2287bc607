import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Identity, loadIdentity } from "@talanoa/client/identity.ts";
import { nearestWord } from "@talanoa/sharing/notice/nearest-word.ts";
import type { GlobalOptions } from "./context.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** An identity that was found, and where. */
export interface StoredIdentity {
  readonly name: string;
  readonly path: string;
  /** The `.talanoa` folder that it belongs to, when it is one of an embedded hub. */
  readonly dataFolder: string | null;
}

/** There is no identity at all in any of these folders. */
export class NoIdentities extends UsageError {
  /** Whether the folders were the usual ones: then an embedded hub may make some. */
  readonly usual: boolean;

  constructor(folders: readonly string[], usual: boolean) {
    super(
      `no identity is stored in ${folders.join(" or ")}`,
      "Ask your administration's hub officer for an identity file, or give its folder by --identities.",
    );
    this.usual = usual;
  }
}

/** There may be identities, in a folder that another user of this machine keeps to themselves. */
function unreadable(folder: string): UsageError {
  return new UsageError(
    `you may not read the identities in ${folder}: they are another user's of this machine`,
    "Give the folder of your own by --identities, ask your administration's hub officer for an identity file, or stand in another folder.",
  );
}

const ENDING = ".json";

/**
 * The folders that may hold identities, in the order in which they are searched: the one given by
 * option or environment, else `.talanoa/identities` here and upward, then the home folder's.
 */
export function identityFolders(
  { env, cwd, home }: Pick<Terminal, "env" | "cwd" | "home">,
  { identities }: GlobalOptions,
): { folders: string[]; usual: boolean } {
  const given = identities ?? env["TALANOA_IDENTITIES"];
  if (given) return { folders: [resolve(cwd, given)], usual: false };
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(join(folder, ".talanoa", "identities"));
    if (folder === dirname(folder)) break;
  }
  const config = env["XDG_CONFIG_HOME"] || join(home, ".config");
  return { folders: [...folders, join(config, "talanoa", "identities")], usual: true };
}

/** All identities in the folders; of two with one name, the first found. Sorted by name. */
export async function storedIdentities(folders: readonly string[]): Promise<StoredIdentity[]> {
  const found = new Map<string, StoredIdentity>();
  for (const folder of folders) {
    for (const file of await filesIn(folder)) {
      const name = file.slice(0, -ENDING.length);
      const data = dirname(folder);
      const dataFolder = data.endsWith(".talanoa") ? data : null;
      if (!found.has(name)) found.set(name, { name, path: join(folder, file), dataFolder });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The identity to act as: by `--as`, by TALANOA_AS, or the only one. Throws NoIdentities, and
 * UsageError that lists them when it is not clear which, or names a folder that may not be read.
 */
export async function chooseIdentity(
  terminal: Pick<Terminal, "env" | "cwd" | "home">,
  options: GlobalOptions,
): Promise<StoredIdentity> {
  const { folders, usual } = identityFolders(terminal, options);
  const stored = await storedIdentities(folders);
  const names = stored.map(({ name }) => name);
  if (stored.length === 0) {
    for (const folder of folders) if (await isForbidden(folder)) throw unreadable(folder);
    throw new NoIdentities(usual ? shown(folders) : folders, usual);
  }
  const name = options.as ?? (terminal.env["TALANOA_AS"] || undefined);
  if (name === undefined) {
    const [only] = stored;
    if (stored.length === 1) return only!;
    throw new UsageError(
      "as whom? There are several identities",
      `Say --as NAME, one of: ${listed(names)}`,
    );
  }
  const chosen = stored.find((each) => each.name === name);
  if (chosen) return chosen;
  const nearest = nearestWord(name, names);
  throw new UsageError(
    `there is no identity ${name}`,
    nearest ? `Did you mean --as ${nearest}?` : `Say --as NAME, one of: ${listed(names)}`,
  );
}

/**
 * The identity to act as where only a role may act: the one that is named, else the only one that has the role.
 * Throws as `chooseIdentity` does, and InvalidIdentity.
 */
export async function identityFor(
  role: string,
  terminal: Pick<Terminal, "env" | "cwd" | "home">,
  options: GlobalOptions,
): Promise<Identity> {
  if (options.as === undefined && !terminal.env["TALANOA_AS"]) {
    const stored = await storedIdentities(identityFolders(terminal, options).folders);
    const read = await Promise.all(stored.map((each) => readIdentity(each).catch(() => null)));
    const having = read.filter((each) => each?.roles.includes(role));
    if (having.length === 1) return having[0]!;
  }
  return readIdentity(await chooseIdentity(terminal, options));
}

export function readIdentity({ path }: StoredIdentity): Promise<Identity> {
  return loadIdentity(path);
}

/** The folders above are many and empty: name the nearest and the last. */
function shown(folders: readonly string[]): string[] {
  return folders.length > 2 ? [folders[0]!, folders.at(-1)!] : [...folders];
}

const MANY = 12;

function listed(names: readonly string[]): string {
  if (names.length <= MANY) return names.join(", ");
  return `${names.slice(0, MANY).join(", ")} and ${names.length - MANY} more`;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ENDING) && !name.startsWith("."));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(code ?? "")) return [];
    throw error;
  }
}

async function isForbidden(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === "EACCES" || error.code === "EPERM",
  );
}
