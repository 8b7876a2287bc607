import { TlogError } from "@talanoa/tlog/errors.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
  signedAlone,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { readNamed } from "../file-trouble.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The checkpoint in a file that a person named, by the log's own signature: the log is to continue it, and only
 * where it goes on to must be cosigned. Throws UsageError, and TlogError for another log's.
 */
export async function givenCheckpoint(file: string, policy: Policy): Promise<OpenedCheckpoint> {
  try {
    return openCheckpoint(await readNamed(file), signedAlone(policy));
  } catch (error) {
    if (!(error instanceof TlogError) || error.code !== "malformed") throw error;
    throw new UsageError(`${file} is no signed checkpoint: ${error.message}`);
  }
}
