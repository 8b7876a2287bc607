import { changeDirectory, listDirectory, tryEntry } from "@talanoa/client/directory.ts";
import { DirectoryEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";
import type { Context } from "./context.ts";
import type { Session } from "./session.ts";
import { printTried } from "./tried-rows.ts";
import { UsageError } from "./usage-error.ts";

/** An entry as it stands after a change. */
export interface Changed {
  readonly entry: DirectoryEntry;
  readonly revision: number;
}

/** Which entry is changed, and why; with a dry run nothing is. */
export interface EntryChange {
  readonly type: DirectoryType;
  readonly id: string;
  readonly reason: string;
  readonly dryRun?: boolean | undefined;
}

/**
 * Changes one entry of the directory from how it stands; `standing` is null for one that one may not
 * see or that is not there. Gives what stands then; null for a dry run, of which it prints what would
 * have been decided otherwise. Throws HubError; `conflict` when another change came first, and what the
 * change throws.
 */
export async function changeEntry(
  { hub }: Session,
  { type, id, reason, dryRun }: EntryChange,
  change: (standing: DirectoryEntry | null) => Init<DirectoryEntry>,
  context: Context,
): Promise<Changed | null> {
  const { signal } = context;
  const entries = await listDirectory(hub, type, { signal });
  const found = entries.find(({ entry }) => entry && entryName(entry)?.id === id);
  // As it will stand: what a copy of a message leaves out has its default.
  const entry = DirectoryEntry.decode(DirectoryEntry.encode(change(found?.entry ?? null)));
  if (dryRun) {
    await printTried(context, await tryEntry(hub, entry, { signal }));
    return null;
  }
  const before = found?.revision ?? 0;
  const revision = await changeDirectory(hub, { entry, revision: before, reason }, { signal });
  return { entry, revision };
}

/** What stands, when it does; `what` is its type and its id. Throws UsageError when not. */
export function mustStand<Entry>(
  entry: Entry | null | undefined,
  what: `${"agreement" | "key" | "operation"} ${string}`,
): Entry {
  if (entry) return entry;
  const [type] = what.split(" ");
  throw new UsageError(
    `the directory has no ${what} that you may see`,
    `\`talanoa directory ${type}s\` lists those that you may see.`,
  );
}
