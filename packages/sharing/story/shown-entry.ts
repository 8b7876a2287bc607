import type { SeenRecord } from "../record/row-filter.ts";

/** An entry of the log as it was shown. */
export interface ShownEntry extends SeenRecord {
  /** It was changed behind the log's back: the hub shows nothing of it but its place. */
  readonly altered: boolean;
  /** What all its parts commit to: the entry of the tree. */
  readonly row: { readonly entry: Uint8Array };
  /** The entries that erased content of what it is about, and those that may have, being altered; absent when that was not told. */
  readonly erasing?: readonly Omit<ShownEntry, "row">[];
}
