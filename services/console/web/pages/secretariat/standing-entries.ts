import type { DirectoryEntry, StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { DirectoryType } from "@talanoa/contract/subjects.ts";

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
