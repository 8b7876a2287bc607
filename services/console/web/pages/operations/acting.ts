import type { OperationNotices } from "@talanoa/client/operation-notices.ts";
import type { StandingOperation } from "./read-board.ts";

/** What each dialog of a board is given. */
export interface Acting {
  readonly standing: StandingOperation;
  readonly held: OperationNotices;
  readonly onDone: () => void;
  readonly onClose: () => void;
}
