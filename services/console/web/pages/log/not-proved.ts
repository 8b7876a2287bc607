import { NotGenuine } from "@talanoa/client/genuine-receipt.ts";
import { TlogError } from "@talanoa/tlog/errors.ts";

/** What an error says of the log's own word, when it does not hold; null for any other trouble. */
export function unproved(error: unknown): string | null {
  return error instanceof NotGenuine || error instanceof TlogError ? error.message : null;
}
