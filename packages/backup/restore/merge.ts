import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { messagesOf } from "../folder/message-files.ts";

/**
 * The messages of several backups of one stream, in its order, each once: from one that has its payload, if any has.
 * Throws `failed-precondition` when two have different messages at one place, DamagedBackup.
 */
export async function* mergedMessages(folders: readonly string[]): Messages {
  const sources = folders.map((folder) => messagesOf(folder));
  try {
    yield* inOrder(sources);
  } finally {
    // Who stops reading leaves files open in all but one.
    for (const source of sources) await source.return();
  }
}

type Messages = AsyncGenerator<BackupMessage, void, void>;

async function* inOrder(sources: readonly Messages[]): Messages {
  const nexts = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    const waiting = nexts.flatMap((next) => (next.done ? [] : next.value));
    const sequence = Math.min(...waiting.map((message) => message.sequence));
    const [first, ...others] = waiting.filter((message) => message.sequence === sequence);
    if (!first) return;
    for (const other of others) checkSame(first, other);
    yield [first, ...others].find(({ leftOut }) => leftOut.length === 0) ?? first;
    for (const [i, next] of nexts.entries())
      if (!next.done && next.value.sequence === sequence) nexts[i] = await sources[i]!.next();
  }
}

function checkSame(one: BackupMessage, other: BackupMessage): void {
  if (one.subject === other.subject && one.storedAt === other.storedAt) return;
  throw new HubError(
    "failed-precondition",
    `the backups are of different streams: they have different messages at ${one.sequence}`,
  );
}
