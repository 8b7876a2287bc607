import { genuinely } from "@talanoa/client/genuinely.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";
import { parseCheckpoint } from "@talanoa/tlog/note/checkpoint.ts";
import { parseNote } from "@talanoa/tlog/note/note.ts";
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
 * where it goes on to must be cosigned. Throws UsageError, and NotGenuine for another log's.
 */
export async function givenCheckpoint(file: string, policy: Policy): Promise<OpenedCheckpoint> {
  const bytes = await readNamed(file);
  try {
    parseCheckpoint(parseNote(bytes).text);
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw new UsageError(`${file} is no signed checkpoint: ${error.message}`);
  }
  return openNamed(file, bytes, policy);
}

/** The checkpoint in the bytes of a file, by the log's own signature. Throws NotGenuine that names the file. */
export function openNamed(file: string, bytes: Uint8Array, policy: Policy): OpenedCheckpoint {
  return genuinely(file, () => openCheckpoint(bytes, signedAlone(policy)));
}
