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
    return new StartupError(
      code === "EROFS"
        ? `${path} cannot be written: the disk is for reading alone. It is needed for ${doing}.`
        : `You may not read or write ${path}, which is needed for ${doing}. Give it to the user who starts the hub, or start it as its owner.`,
      { cause: error },
    );
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StartupError(`${path} is not a folder.`, { cause: error });
  }
  return error;
}
