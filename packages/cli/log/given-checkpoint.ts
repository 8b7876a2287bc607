import { TlogError } from "@talanoa/tlog/errors.ts";
import {
  type OpenedCheckpoint,
  openCheckpoint,
  type Policy,
} from "@talanoa/tlog/note/open-checkpoint.ts";
import { readNamed } from "../file-trouble.ts";
import { UsageError } from "../usage-error.ts";

/** The checkpoint in a file that a person named, verified. Throws UsageError, and TlogError for another log's. */
export async function givenCheckpoint(file: string, policy: Policy): Promise<OpenedCheckpoint> {
  try {
    return openCheckpoint(await readNamed(file), policy);
  } catch (error) {
    if (!(error instanceof TlogError) || error.code !== "malformed") throw error;
    throw new UsageError(`${file} is no signed checkpoint: ${error.message}`);
  }
}
