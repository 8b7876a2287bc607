import { HubError } from "@talanoa/platform/errors.ts";
import { type Gone, GoneFinder } from "../gone.ts";
import { checkEntry } from "./check-entry.ts";
import { mergedMessages } from "./merge.ts";

/** What backups hold together. */
export interface Survey {
  readonly messages: number;
  /** Of the last message. */
  readonly upTo: { readonly sequence: number; readonly storedAt: number };
  /** What of their content is not put back, at a time in Unix ms. */
  gone(now: number): Gone;
}

/** Reads backups to their end. `failed-precondition` when they hold nothing, are not of one stream, or were changed; DamagedBackup. */
export async function survey(folders: readonly string[], signal: AbortSignal): Promise<Survey> {
  const finder = new GoneFinder();
  let messages = 0;
  let upTo = { sequence: 0, storedAt: 0 };
  for await (const message of mergedMessages(folders)) {
    signal.throwIfAborted();
    checkEntry(message);
    finder.note(message);
    messages += 1;
    upTo = message;
  }
  if (messages === 0)
    throw new HubError("failed-precondition", `there is no message in ${folders.join(", ")}`);
  const { sequence, storedAt } = upTo;
  return { messages, upTo: { sequence, storedAt }, gone: (now) => finder.gone(now) };
}
