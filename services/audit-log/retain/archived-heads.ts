import type { VerifiedRecord } from "@talanoa/client/archive/read-archive.ts";
import { LastNumbers } from "../keep/last-numbers.ts";

/** Where the records of each party and of each notice end in an archive: its last number, and its index. */
export class ArchivedHeads extends LastNumbers {
  /** The place in the stream of the last record. */
  lastSequence = 0;

  /** Takes the next record of the archive. */
  takeRecord({ index, stored, record, its }: VerifiedRecord): void {
    this.lastSequence = stored.streamSequence;
    if (record) this.take({ index, record, its, places: stored.places });
  }
}
