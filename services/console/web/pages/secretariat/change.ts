import { DirectoryEntry, type StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { entryName } from "@talanoa/sharing/directory/entry.ts";

/** What a change does, as the one who makes it calls it. */
export type Deed = "enter" | "change" | "suspend" | "resume" | "revoke" | "end";

/** A change of one entry of the directory, as it was prepared: nothing is done yet. */
export interface Change {
  /** As it stood when the change was begun; null for a new one. */
  readonly before: DirectoryEntry | null;
  readonly after: DirectoryEntry;
  /** As which the hub tries it, where that says more than trying what will stand. */
  readonly tried: DirectoryEntry;
  /** Of the entry that it was begun from; 0 for a new one. */
  readonly revision: number;
  readonly deed: Deed;
  /** A reason to begin with; whoever makes the change may write another. */
  readonly reason: string;
}

/** Prepares a change of an entry from how it stands. `tried` is of an end: see `triedEnd`. */
export function changeOf(
  standing: StandingEntry | null,
  after: Init<DirectoryEntry>,
  {
    tried = after,
    deed = standing ? "change" : "enter",
    reason = "",
  }: { tried?: Init<DirectoryEntry>; deed?: Deed; reason?: string } = {},
): Change {
  return {
    before: standing?.entry ?? null,
    after: whole(after),
    tried: whole(tried),
    revision: standing?.revision ?? 0,
    deed,
    reason,
  };
}

/** `participant FJ` */
export function changeName({ after }: Change): string {
  const name = entryName(after);
  return name ? `${name.type} ${name.id}` : "";
}

/** `FJ`; of a key, whose id is long, its beginning. */
export function subjectOf({ after }: Change): string {
  const id = entryName(after)?.id ?? "";
  return after.key ? `${id.slice(0, 8)}…` : id;
}

/** As it will stand: what a copy of a message leaves out has its default. */
function whole(entry: Init<DirectoryEntry>): DirectoryEntry {
  return DirectoryEntry.decode(DirectoryEntry.encode(entry));
}
