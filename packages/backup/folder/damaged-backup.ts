/** A backup cannot be used as it stands; the message names the file, and what is wrong there. */
export class DamagedBackup extends Error {
  override readonly name = "DamagedBackup";

  constructor(path: string, what: string, cause?: unknown) {
    super(`${path}: ${what}`, cause === undefined ? undefined : { cause });
  }
}
