import { access, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.ts";

const sentences: { readonly [code: string]: (path: string) => string } = {
  ENOENT: (path) => `there is no file ${path}`,
  EISDIR: (path) => `${path} is a folder, not a file`,
  ENOTDIR: (path) => `there is no file ${path}: ${dirname(path)} is no folder`,
  EACCES: (path) => `${path} may not be read or written by you`,
  EPERM: (path) => `${path} may not be read or written by you`,
  EROFS: (path) => `${path} cannot be written: the disk is for reading alone`,
  ENOSPC: () => "the disk is full",
};

/** What the system says of a file, in plain words; null for another error. `path` is used when it names none. */
export function fileTrouble(error: unknown, path = "what was named"): string | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  if (String(error.syscall).startsWith("spawn")) return null;
  const named = "path" in error && typeof error.path === "string" ? error.path : path;
  return sentences[String(error.code)]?.(named) ?? null;
}

const writingSentences: typeof sentences = {
  ...sentences,
  ENOENT: (path) => `${path} cannot be written: there is no folder ${dirname(path)}`,
  ENOTDIR: (path) => `${path} cannot be written: ${dirname(path)} is no folder`,
  EEXIST: (path) => `${path} is there already`,
};

/**
 * Writes to a path that a person named. Throws UsageError that names it where that cannot be, whatever file was
 * written beside it first.
 */
export async function writing<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const isSystems = error instanceof Error && "code" in error && "syscall" in error;
    const sentence = isSystems ? writingSentences[String(error.code)] : undefined;
    if (!sentence) throw error;
    throw new UsageError(sentence(path));
  }
}

/** Whether something stands at a path. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The bytes of a file that a person named. Throws UsageError when there is no such file to read. */
export async function readNamed(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const trouble = fileTrouble(error, path);
    if (trouble === null) throw error;
    throw new UsageError(trouble);
  }
}
