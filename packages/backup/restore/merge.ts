import type { BackupMessage } from "@talanoa/contract/generated/talanoa.ts";
import { HubError } from "@talanoa/platform/errors.ts";
import { messagesOf } from "../folder/message-files.ts";

/**
 * The messages of several backups of one stream, in its order, each once: from one that has its payload, if any has.
 * Throws `failed-precondition` when two have different messages at one place, DamagedBackup.
 */
export async function* mergedMessages(
  folders: readonly string[],
): AsyncGenerator<BackupMessage, void, void> {
  const sources = await Promise.all(
    folders.map(async (folder) => {
      const messages = messagesOf(folder);
      return { folder, messages, next: await messages.next() };
    }),
  );
  for (;;) {
    const waiting = sources.flatMap((source) => (source.next.done ? [] : source.next.value));
    const sequence = Math.min(...waiting.map((message) => message.sequence));
    const [first, ...others] = waiting.filter((message) => message.sequence === sequence);
    if (!first) return;
    for (const other of others) checkSame(first, other);
    yield [first, ...others].find(({ leftOut }) => leftOut.length === 0) ?? first;
    for (const source of sources) {
      if (!source.next.done && source.next.value.sequence === sequence)
        source.next = await source.messages.next();
    }
  }
}

function checkSame(one: BackupMessage, other: BackupMessage): void {
  if (one.subject === other.subject && one.storedAt === other.storedAt) return;
  throw new HubError(
    "failed-precondition",
    `the backups are of different streams: they have different messages at ${one.sequence}`,
  );
}
