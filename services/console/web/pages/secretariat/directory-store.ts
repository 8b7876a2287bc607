import { type Signal, signal } from "@preact/signals";
import { listDirectory } from "@talanoa/client/directory.ts";
import type { DirectoryEntry, StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";
import type { Session } from "../../session.ts";

/** The directory as one may see it, as it was when it was loaded last. */
export interface DirectoryStore {
  readonly entries: Signal<readonly StandingEntry[] | null>;
  readonly error: Signal<unknown>;
  load(): Promise<void>;
}

export function directoryStore(hub: Session["hub"]): DirectoryStore {
  const store: DirectoryStore = {
    entries: signal(null),
    error: signal(null),
    async load() {
      store.error.value = null;
      try {
        store.entries.value = await listDirectory(hub);
      } catch (error) {
        store.error.value = error;
      }
    },
  };
  return store;
}

/** An entry of one type, with what it was listed by. */
export interface Standing<Type extends DirectoryType> {
  readonly its: NonNullable<DirectoryEntry[Type]>;
  readonly standing: StandingEntry;
}

/** The entries of one type, by an order of theirs. */
export function entriesOf<Type extends DirectoryType>(
  entries: readonly StandingEntry[],
  type: Type,
  order: (its: NonNullable<DirectoryEntry[Type]>) => string,
): Standing<Type>[] {
  return entries
    .flatMap((standing) => {
      const its = standing.entry?.[type];
      return its ? [{ its: its as NonNullable<DirectoryEntry[Type]>, standing }] : [];
    })
    .toSorted((one, other) => (order(one.its) < order(other.its) ? -1 : 1));
}
