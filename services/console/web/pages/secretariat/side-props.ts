import type { StandingEntry } from "@talanoa/contract/generated/talanoa.ts";
import type { Change } from "./change.ts";

/** What each side of the directory is given. */
export interface SideProps {
  readonly entries: readonly StandingEntry[];
  /** Whether who is signed in changes the directory. */
  readonly mayChange: boolean;
  /** Shows a change with what it does; it is done there, or not. */
  readonly onChange: (change: Change) => void;
}
