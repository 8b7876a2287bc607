/** What keeps an embedded server from starting, in words for the person at the terminal. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}

/** Says what a file system error means for the person; other errors come back as they are. */
export function readable(error: unknown, doing: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const path = (error as NodeJS.ErrnoException | undefined)?.path ?? "the data folder";
  if (code === "ENOSPC")
    return new StartupError(`The disk is full: ${doing} needs space at ${path}.`, { cause: error });
  if (code === "EROFS" || code === "EACCES" || code === "EPERM") {
    return new StartupError(`No permission to write ${path} while ${doing}.`, { cause: error });
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StartupError(`${path} is not a folder.`, { cause: error });
  }
  return error;
}
